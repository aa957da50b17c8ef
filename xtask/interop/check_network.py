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
for _, _, edge in graph.edges(data=True):
    same(edge["kind"], "named-together", "kind of an edge")
    check(edge["weight"] >= edge["documents"] >= 1, "weight of an edge")
