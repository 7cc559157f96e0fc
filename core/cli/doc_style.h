/*
 * How the page for review looks, as CSS: on screen, in the dark, on paper.
 */
#ifndef SYNOVIA_CLI_DOC_STYLE_H
#define SYNOVIA_CLI_DOC_STYLE_H

/* No `<` and no `&`, so that it may stand in XML as it is. */
extern const char doc_style[];

#endif
