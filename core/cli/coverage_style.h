/* The style of the coverage page, behind that of a protocol's page. */
#ifndef SYNOVIA_CLI_COVERAGE_STYLE_H
#define SYNOVIA_CLI_COVERAGE_STYLE_H

extern const char coverage_style[];

#endif
