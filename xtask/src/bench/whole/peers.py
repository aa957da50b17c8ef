"""Takes the text of pages with trafilatura and finds its names with spaCy, on one core.

Called with a list of pages that NUL bytes part, the name of a model and a number of rounds. Prints one
JSON object: what is missing, or the processor time of each round, part by part.
"""

import gzip
import importlib
import json
import sys
import time

pages, model, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])

missing = []
for package in ("trafilatura", "spacy", model):
    try:
        importlib.import_module(package)
    except ImportError as error:
        own = isinstance(error, ModuleNotFoundError) and error.name == package
        missing.append(package if own else f"what {package} needs ({error})")
if missing:
    print(json.dumps({"missing": missing}))
    sys.exit()

import spacy
import trafilatura

nlp = spacy.load(model)
with open(pages, "rb") as file:
    paths = [path for path in file.read().split(b"\0") if path]
read = []
for path in paths:
    opened = gzip.open(path) if path.endswith(b".gz") else open(path, "rb")
    with opened as file:
        read.append(file.read())

measured = []
for _ in range(rounds):
    texts = []
    start = time.process_time()
    for page in read:
        try:
            texts.append(trafilatura.extract(page, include_comments=True) or "")
        except Exception:
            texts.append("")
    middle = time.process_time()
    for text in texts:
        list(nlp(text).ents)
    end = time.process_time()
    measured.append([["trafilatura", middle - start], ["spaCy", end - middle]])

programs = ["trafilatura " + trafilatura.__version__, "spaCy " + spacy.__version__,
            model + " " + nlp.meta["version"]]
print(json.dumps({"programs": programs, "rounds": measured}))
