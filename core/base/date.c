#include "base/date.h"

/*
 * Hinnant's trick: count years from 1 March, so that the leap day is the last of its year, and eras
 * of 400 years, which all have the same length. Years before 1 are counted 0, -1, ... (proleptic).
 */
enum {
    DAYS_PER_ERA = 146097,
    YEARS_PER_ERA = 400,
    DAYS_TO_EPOCH = 719468, /* from 0000-03-01 to 1970-01-01 */
    FIRST_DAY = -719162,    /* 0001-01-01 */
    LAST_DAY = 2932896,     /* 9999-12-31 */
    SECONDS_PER_DAY = 86400,
};

static int64_t floor_divide(int64_t a, int64_t b) {
    return a / b - (a % b < 0 ? 1 : 0);
}

int32_t date_day(struct civil_date civil) {
    int year = civil.year - (civil.month <= 2 ? 1 : 0);
    int era = (int)floor_divide(year, YEARS_PER_ERA);
    int year_of_era = year - era * YEARS_PER_ERA;
    int month_from_march = (civil.month + 9) % 12;
    int day_of_year = (153 * month_from_march + 2) / 5 + civil.day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_PER_ERA + day_of_era - DAYS_TO_EPOCH;
}

struct civil_date date_civil(int32_t day) {
    int64_t shifted = (int64_t)day + DAYS_TO_EPOCH;
    int era = (int)floor_divide(shifted, DAYS_PER_ERA);
    int day_of_era = (int)(shifted - (int64_t)era * DAYS_PER_ERA);
    int leap_corrected = day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096;
    int year_of_era = leap_corrected / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month_from_march = (5 * day_of_year + 2) / 153;
    struct civil_date civil = {
        .year = year_of_era + era * YEARS_PER_ERA + (month_from_march >= 10 ? 1 : 0),
        .month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9,
        .day = day_of_year - (153 * month_from_march + 2) / 5 + 1,
    };
    return civil;
}

/* `count` decimal digits as a number, or -1 where one of them is none. */
static int read_digits(const char *at, int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (at[i] < '0' || at[i] > '9') {
            return -1;
        }
        value = value * 10 + (at[i] - '0');
    }
    return value;
}

bool date_parse(struct text text, int32_t *day) {
    if (text.length != DATE_TEXT_SIZE - 1 || text.at[4] != '-' || text.at[7] != '-') {
        return false;
    }
    struct civil_date civil = {
        .year = read_digits(text.at, 4),
        .month = read_digits(text.at + 5, 2),
        .day = read_digits(text.at + 8, 2),
    };
    if (civil.year < 1 || civil.month < 1 || civil.month > 12 || civil.day < 1 || civil.day > 31) {
        return false;
    }
    /* A day that does not exist comes back as another one. */
    int32_t number = date_day(civil);
    if (date_civil(number).day != civil.day) {
        return false;
    }
    *day = number;
    return true;
}

void date_format(int32_t day, char out[DATE_TEXT_SIZE]) {
    int32_t shown = day < FIRST_DAY ? FIRST_DAY : day > LAST_DAY ? LAST_DAY : day;
    struct civil_date civil = date_civil(shown);
    int parts[] = {civil.year / 100, civil.year % 100, civil.month, civil.day};
    int offsets[] = {0, 2, 5, 8};
    memcpy(out, "0000-00-00", DATE_TEXT_SIZE);
    for (int i = 0; i < 4; i++) {
        out[offsets[i]] = (char)('0' + parts[i] / 10);
        out[offsets[i] + 1] = (char)('0' + parts[i] % 10);
    }
}

int32_t date_of_unix_time(int64_t seconds) {
    int64_t day = floor_divide(seconds, SECONDS_PER_DAY);
    return (int32_t)(day < INT32_MIN ? INT32_MIN : day > INT32_MAX ? INT32_MAX : day);
}

int32_t date_completed_months(int32_t from, int32_t to) {
    if (to < from) {
        return -date_completed_months(to, from);
    }
    struct civil_date start = date_civil(from);
    struct civil_date end = date_civil(to);
    int months = (end.year - start.year) * 12 + end.month - start.month;
    return months - (end.day < start.day ? 1 : 0);
}

int32_t date_completed_years(int32_t from, int32_t to) {
    return date_completed_months(from, to) / 12;
}

int32_t date_completed_weeks(int32_t from, int32_t to) {
    return (int32_t)(((int64_t)to - from) / 7);
}
