"""GEXF and GraphML: networkx reads all nodes with their type and name, and all edges."""

import networkx

from collection import EXPORT, check, corpus, same

entities = corpus()["entities"]
if EXPORT.suffix == ".gexf":
    graph = networkx.read_gexf(EXPORT, version="1.3")
else:
    graph = networkx.read_graphml(EXPORT)
same(graph.number_of_nodes(), len(entities), "nodes")
same(sorted(it["type"] for _, it in graph.nodes(data=True)),
     sorted(it["type"] for it in entities), "types")
plain = {it["name"] for it in entities if it["name"].isprintable()}
check(plain <= {it["label"] for _, it in graph.nodes(data=True)}, "a name is missing")
check(graph.number_of_edges() > 0, "no edge")
check(graph.is_multigraph(), "those who are named together and in a relation have one edge")
label = dict(graph.nodes(data="label"))
relations = set()
for one, other, edge in graph.edges(data=True):
    check(edge["weight"] >= edge["documents"] >= 1, "weight of an edge")
    if edge["kind"] == "named-together":
        check("modality" not in edge, "an edge of no relation has a modality")
    else:
        check(edge["modality"] in ("asserted", "reported"), "what is not so has an edge")
        object_of = {one: other, other: one}
        relations.add((label[edge["subject"]], edge["kind"], label[object_of[edge["subject"]]],
                       edge.get("when", "")))
for expected in [("Idris Vellacott", "leader_of", "Harbour Union", ""),
                 ("Idris Vellacott", "met_with", "Petra Quill", "2014-05-03"),
                 ("Victor Lam", "detained_by", "Coast Guard", "2014-04-09")]:
    check(expected in relations, f"{expected} is missing")
check(not any(subject == "Ruth Calder" for subject, *_ in relations), "a denied relation is there")
