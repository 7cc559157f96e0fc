#include "base/ucum.h"

#include "base/near.h"

#include <stdbool.h>
#include <stddef.h>

const struct ucum_unit *ucum_table(void) {
    static const struct ucum_unit table[] = {
        /* Time */
        {"a", "365.25 day", "y|yr|yrs|year|years|"},
        {"mo", "30.4375 day", "mon|mth|mths|month|months|"},
        {"wk", "7 day", "w|wks|week|weeks|"},
        {"d", "day", "day|days|"},
        {"h", "hour", "hr|hrs|hour|hours|"},
        {"min", "minute", "mins|minute|minutes|"},
        {"s", "second", "sec|secs|second|seconds|"},
        {"ms", "millisecond", "msec|msecs|millisecond|milliseconds|"},

        /* Mass */
        {"kg", "kg", "kgs|kilo|kilos|kilogram|kilograms|kilogramme|"},
        {"g", "g", "gr|gm|gms|gram|grams|gramme|"},
        {"mg", "mg", "mgs|milligram|milligrams|"},
        {"ug", "1e-9 kg", "mcg|\u00b5g|\u03bcg|microgram|micrograms|"},
        {"ng", "1e-12 kg", "nanogram|nanograms|"},
        {"pg", "1e-15 kg", "picogram|picograms|"},
        {"[lb_av]", "0.45359237 kg", "lb|lbs|pound|pounds|[lb]|"},
        {"[oz_av]", "0.028349523125 kg", "oz|ounce|ounces|[oz]|"},
        {"[stone_av]", "6.35029318 kg", "st|stone|stones|[stone]|"},

        /* Length and area */
        {"m", "m", "meter|meters|metre|metres|"},
        {"cm", "cm", "cms|centimeter|centimeters|centimetre|centimetres|"},
        {"mm", "mm", "mms|millimeter|millimeters|millimetre|millimetres|"},
        {"um", "1e-6 m", "\u00b5m|\u03bcm|micron|microns|micrometer|micrometre|"},
        {"km", "km", "kms|kilometer|kilometers|kilometre|kilometres|"},
        {"[in_i]", "0.0254 m", "in|inch|inches|[in]|"},
        {"[ft_i]", "0.3048 m", "ft|foot|feet|[ft]|"},
        {"[mi_i]", "1609.344 m", "mi|mile|miles|[mi]|"},
        {"m2", "m2", "m^2|m\u00b2|sqm|"},
        {"cm2", "cm2", "cm^2|cm\u00b2|"},

        /* Volume */
        {"L", "1e-3 m3", "l|liter|liters|litre|litres|"},
        {"dL", "1e-4 m3", "deciliter|decilitre|"},
        {"mL", "1e-6 m3", "cc|milliliter|milliliters|millilitre|millilitres|"},
        {"uL", "1e-9 m3", "\u00b5L|\u03bcL|\u00b5l|\u03bcl|mcL|microliter|microlitre|"},
        {"fL", "1e-18 m3", "femtoliter|femtolitre|"},
        {"m3", "m3", "m^3|m\u00b3|"},
        {"cm3", "cm3", "cm^3|cm\u00b3|ccm|"},
        {"mm3", "mm3", "mm^3|mm\u00b3|"},

        /* Temperature */
        {"Cel", "degC", "C|degC|\u00b0C|deg C|celsius|centigrade|"},
        {"[degF]", "degF", "F|degF|\u00b0F|deg F|fahrenheit|"},
        {"K", "K", "kelvin|degK|\u00b0K|"},

        /* Pressure, force, energy */
        {"mm[Hg]", "133.322 Pa", "mmHg|mm Hg|torr|"},
        {"cm[H2O]", "98.0665 Pa", "cmH2O|cm H2O|"},
        {"kPa", "kPa", "kilopascal|kilopascals|"},
        {"Pa", "Pa", "pascal|pascals|"},
        {"N", "N", "newton|newtons|"},
        {"J", "J", "joule|joules|"},
        {"kJ", "kJ", "kilojoule|kilojoules|"},
        {"kcal", "4184 J", "kcals|Cal|kilocalorie|kilocalories|"},
        {"W", "W", "watt|watts|"},
        {"[MET]", "3.5e-6 m3 minute-1 kg-1", "MET|METs|metabolic equivalent|"},

        /* Amount of substance */
        {"mol", "mol", "mole|moles|"},
        {"mmol", "mmol", "millimole|millimoles|"},
        {"umol", "1e-6 mol", "\u00b5mol|\u03bcmol|mcmol|micromole|micromoles|"},
        {"nmol", "1e-9 mol", "nanomole|nanomoles|"},
        {"pmol", "1e-12 mol", "picomole|picomoles|"},
        {"[IU]", "international_unit", "IU|international unit|international units|"},

        /* Mass concentrations: 1 g/L = 1 kg/m3 */
        {"g/L", "kg m-3", "g/litre|g/liter|"},
        {"g/dL", "10 kg m-3", "g%|"},
        {"mg/L", "1e-3 kg m-3", "mg/litre|mg/liter|"},
        {"mg/dL", "1e-2 kg m-3", "mg%|"},
        {"mg/mL", "kg m-3", "mg/cc|"},
        {"ug/L", "1e-6 kg m-3", "mcg/L|\u00b5g/L|\u03bcg/L|\u00b5g/l|\u03bcg/l|"},
        {"ug/dL", "1e-5 kg m-3", "mcg/dL|\u00b5g/dL|\u03bcg/dL|\u00b5g/dl|\u03bcg/dl|"},
        {"ug/mL", "1e-3 kg m-3", "mcg/mL|\u00b5g/mL|\u03bcg/mL|\u00b5g/ml|\u03bcg/ml|"},
        {"ng/L", "1e-9 kg m-3", "ng/litre|ng/liter|"},
        {"ng/mL", "1e-6 kg m-3", "ng/cc|"},
        {"pg/mL", "1e-9 kg m-3", "pg/cc|"},

        /* Concentrations of substance, activity and cells: 1 mol/L = 1000 mol/m3 */
        {"mol/L", "1e3 mol m-3", "M|molar|mole/L|"},
        {"mmol/L", "mol m-3", "mM|mmol/litre|mmol/liter|millimolar|"},
        {"umol/L", "1e-3 mol m-3",
         "uM|\u00b5M|\u03bcM|\u00b5mol/L|\u03bcmol/L|\u00b5mol/l|\u03bcmol/l|"},
        {"nmol/L", "1e-6 mol m-3", "nM|nmol/litre|nmol/liter|"},
        {"pmol/L", "1e-9 mol m-3", "pM|pmol/litre|pmol/liter|"},
        {"meq/L", "mol m-3", "mEq/l|milliequivalent/L|"},
        {"mmol/mol", "1e-3", "mmol per mol|"},
        {"mg/mmol", "1e-3 kg mol-1", "mg per mmol|"},
        {"mg/g", "1e-3", "mg per g|"},
        {"U/L", "1.6666666666666667e-5 mol m-3 s-1", "U/litre|U/liter|units/L|"},
        {"[IU]/L", "1e3 international_unit m-3", "IU/L|"},
        {"m[IU]/L", "international_unit m-3", "mIU/L|mU/L|"},
        {"m[IU]/mL", "1e3 international_unit m-3", "mIU/mL|"},
        {"10*9/L", "1e12 m-3", "10^9/L|10e9/L|1e9/L|x10^9/L|10\u2079/L|G/L|Gpt/L|K/uL|"},
        {"10*12/L", "1e15 m-3", "10^12/L|10e12/L|1e12/L|x10^12/L|10\u00b9\u00b2/L|T/L|Tpt/L|"},
        {"/L", "1e3 m-3", "per litre|per liter|"},
        {"/uL", "1e9 m-3", "/\u00b5L|/\u03bcL|/\u00b5l|/\u03bcl|cells/uL|"},

        /* Rates and flows */
        {"/min", "minute-1",
         "bpm|beats/min|breaths/min|beats per minute|breaths per minute|per "
         "minute|rpm|min-1|/minute|"},
        {"1/min", "minute-1", "1/minute|"},
        {"/h", "hour-1", "per hour|/hr|/hour|"},
        {"/d", "day-1", "per day|/day|"},
        {"/wk", "(7 day)-1", "per week|/week|"},
        {"Hz", "Hz", "hertz|"},
        {"m/s", "m s-1", "m/sec|mps|"},
        {"cm/s", "cm s-1", "cm/sec|"},
        {"km/h", "km hour-1", "kmh|kph|km/hr|"},
        {"L/min", "1e-3 m3 minute-1", "lpm|LPM|"},
        {"mL/min", "1e-6 m3 minute-1", "cc/min|"},
        {"mL/h", "1e-6 m3 hour-1", "cc/h|mL/hr|ml/hr|"},
        {"L/s", "1e-3 m3 s-1", "L/sec|"},

        /* By body size */
        {"kg/m2", "kg m-2", "kg/m^2|kg/m\u00b2|kg.m-2|kg m-2|BMI|"},
        {"mg/m2", "1e-6 kg m-2", "mg/m^2|mg/m\u00b2|"},
        {"g/kg", "1e-3", "g per kg|"},
        {"mg/kg", "1e-6", "mg per kg|mg/kilo|"},
        {"ug/kg", "1e-9", "mcg/kg|\u00b5g/kg|\u03bcg/kg|"},
        {"mL/kg", "1e-6 m3 kg-1", "mL per kg|cc/kg|"},
        {"mL/kg/min", "1e-6 m3 kg-1 minute-1", "ml/min/kg|"},

        /* Plain numbers. A percentage is a label of a number that its author multiplied by 100. */
        {"1", "1", "number|count|ratio|"},
        {"%", "1", "percent|per cent|pct|percentage|"},
        {"[pH]", "1", "pH|"},
        {"deg", "degree", "\u00b0|degree|degrees|"},

        {NULL, NULL, NULL},
    };
    return table;
}

const struct ucum_unit *ucum_find(struct text code) {
    for (const struct ucum_unit *unit = ucum_table(); unit->code != NULL; unit++) {
        if (text_is(code, unit->code)) {
            return unit;
        }
    }
    return NULL;
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool equal_but_case(struct text a, struct text b) {
    if (a.length != b.length) {
        return false;
    }
    for (size_t i = 0; i < a.length; i++) {
        if (lower(a.at[i]) != lower(b.at[i])) {
            return false;
        }
    }
    return true;
}

/* Is `wrong` one of the spellings of the list, each ended by '|'? */
static bool is_listed(const char *list, struct text wrong,
                      bool (*equal)(struct text, struct text)) {
    const char *end = strchr(list, '|');
    while (end != NULL) {
        if (equal(text_from(list, (size_t)(end - list)), wrong)) {
            return true;
        }
        list = end + 1;
        end = strchr(list, '|');
    }
    return false;
}

/* The unit that has `wrong` as its code or among its wrong spellings, by this notion of equality.
 */
static const char *known_spelling(struct text wrong, bool (*equal)(struct text, struct text)) {
    for (const struct ucum_unit *unit = ucum_table(); unit->code != NULL; unit++) {
        if (equal(text_of(unit->code), wrong) || is_listed(unit->wrong, wrong, equal)) {
            return unit->code;
        }
    }
    return NULL;
}

const char *ucum_suggest(struct text wrong) {
    const char *code = known_spelling(wrong, text_equal);
    if (code == NULL) {
        code = known_spelling(wrong, equal_but_case);
    }
    if (code != NULL) {
        return code;
    }
    struct near_search search;
    near_begin(&search, wrong);
    for (const struct ucum_unit *unit = ucum_table(); unit->code != NULL; unit++) {
        near_offer(&search, text_of(unit->code));
    }
    const struct ucum_unit *nearest = ucum_find(near_result(&search));
    return nearest == NULL ? NULL : nearest->code;
}
