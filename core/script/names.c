#include "script/names.h"

struct synonym {
    const char *found;
    const char *meant;
};

static struct text meant_by(const struct synonym *rows, size_t count, struct text found) {
    for (size_t i = 0; i < count; i++) {
        if (text_is(found, rows[i].found)) {
            return text_of(rows[i].meant);
        }
    }
    return text_of("");
}

struct text names_meant_by_word(struct text found) {
    static const struct synonym rows[] = {
        {"yes", "true"},
        {"Yes", "true"},
        {"YES", "true"},
        {"True", "true"},
        {"TRUE", "true"},
        {"no", "false"},
        {"No", "false"},
        {"NO", "false"},
        {"False", "false"},
        {"FALSE", "false"},
        {"null", "none"},
        {"None", "none"},
        {"bool", "yes_no"},
        {"boolean", "yes_no"},
        {"int", "number"},
        {"integer", "number"},
        {"numeric", "number"},
        {"float", "number"},
        {"enum", "choice"},
        {"sec", "seconds"},
        {"secs", "seconds"},
        {"second", "seconds"},
        {"min", "minutes"},
        {"mins", "minutes"},
        {"minute", "minutes"},
        {"hrs", "hours"},
        {"hour", "hours"},
        {"exclusion", "scope"},
        {"inclusion", "scope"},
        {"warning", "advisory"},
        {"exercise", "technique"},
        {"neither", "none_of"},
        {"one_of", "any"},
        {"stop", "halt"},
        {"all_of", "all"},
        {"any_of", "any"},
        {"NOT", "~"},
        {"Not", "~"},
        {"points", "score"},
    };
    return meant_by(rows, sizeof rows / sizeof rows[0], found);
}

struct text names_meant_by_method(struct text found) {
    static const struct synonym rows[] = {
        {"below", "under"},        {"less", "under"},     {"less_than", "under"},
        {"lt", "under"},           {"smaller", "under"},  {"above", "over"},
        {"more", "over"},          {"more_than", "over"}, {"greater", "over"},
        {"greater_than", "over"},  {"gt", "over"},        {"min", "at_least"},
        {"ge", "at_least"},        {"gte", "at_least"},   {"from", "at_least"},
        {"not_under", "at_least"}, {"max", "at_most"},    {"le", "at_most"},
        {"lte", "at_most"},        {"up_to", "at_most"},  {"not_over", "at_most"},
        {"within", "between"},     {"range", "between"},  {"equals", "is"},
        {"equal", "is"},           {"eq", "is"},          {"not_is", "is_not"},
        {"isnt", "is_not"},        {"ne", "is_not"},      {"any_of", "one_of"},
        {"either", "one_of"},      {"known", "answered"}, {"age", "years_ago"},
    };
    return meant_by(rows, sizeof rows / sizeof rows[0], found);
}
