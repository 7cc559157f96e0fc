/*
 * The flow of a protocol as a graph, and the graph as a picture.
 */
#ifndef SYNOVIA_CLI_DOC_FLOW_H
#define SYNOVIA_CLI_DOC_FLOW_H

#include "cli/doc_page.h"

/* Appends the flow as a graph in Graphviz's DOT language. */
void doc_flow_graph(struct buffer *out, const struct page *page);

enum doc_drawn {
    DOC_DRAWN,
    DOC_NOT_INSTALLED, /* there is no `dot` on the PATH */
    DOC_NOT_DRAWN,     /* it failed, or said what is no SVG */
};

/* Runs Graphviz's `dot` on the graph and appends the <svg> element, without what stands around it.
 */
enum doc_drawn doc_draw(struct text graph, struct buffer *svg);

#endif
