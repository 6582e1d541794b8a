/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/** @file
 * JSON: policy files that people write, and decision records that are stored and replayed. The library kogge-json.
 *
 * Texts are UTF-8. The guide "Writing a policy" describes both formats; their JSON Schemas are installed in
 * share/kogge. kogge.h does not include this header, because the library needs jansson. While a text is read or
 * written, jansson takes memory from malloc; what a handle keeps comes from the caller's allocator.
 */
#ifndef KOGGE_JSON_H
#define KOGGE_JSON_H

#include <kogge/base.h>
#include <kogge/customer.h>
#include <kogge/fields.h>
#include <kogge/order.h>
#include <kogge/policy.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(KOGGE_FFI_CDEF) || defined(KOGGE_STATIC)
#define KOGGE_JSON_API
#elif defined(_WIN32) && defined(KOGGE_JSON_INTERNAL)
#define KOGGE_JSON_API __declspec(dllexport)
#elif defined(_WIN32)
#define KOGGE_JSON_API __declspec(dllimport)
#else
#define KOGGE_JSON_API __attribute__((visibility("default"))) /**< part of the public interface of kogge-json */
#endif

/** Most currencies of one policy file. */
#define KOGGE_JSON_CURRENCIES_MAX 16

/** For kogge_policy_file_write(): every number of the policy, also those that are the preset's. */
#define KOGGE_POLICY_FILE_COMPLETE 1u

/** @name What differs in a replay
 * Bits of kogge_difference.what. FINGERPRINT and SEMANTICS alone mean: other terms or another library, same decision.
 * @{ */
#define KOGGE_DIFFERENCE_FINGERPRINT 1u  /**< the rulebook is another one than that of the decision */
#define KOGGE_DIFFERENCE_SEMANTICS   2u  /**< the library has another semantics revision */
#define KOGGE_DIFFERENCE_RESULT      4u  /**< a field of the assessment, the action among them */
#define KOGGE_DIFFERENCE_FEES        8u  /**< a fee */
#define KOGGE_DIFFERENCE_REASONS     16u /**< a reason */
/** Something that was decided, not only what it was decided with. */
#define KOGGE_DIFFERENCE_DECIDED (KOGGE_DIFFERENCE_RESULT | KOGGE_DIFFERENCE_FEES | KOGGE_DIFFERENCE_REASONS)
/** @} */

/** What is wrong with a text, and where. 512 bytes; a closed type. Start it with KOGGE_INIT: a wrong struct_size is
 * refused with #KOGGE_E_STRUCT_SIZE and nothing is written. After #KOGGE_OK it is untouched. @since 0.1.0 */
typedef struct kogge_json_error {
    uint32_t struct_size; /**< in: sizeof(kogge_json_error) */
    kogge_status status;  /**< what the call returned */
    int32_t line;         /**< of an error of syntax, from 1; 0 = none */
    int32_t column;       /**< of an error of syntax, in characters; 0 = none */
    int64_t offset;       /**< of an error of syntax, in bytes; -1 = none */
    int64_t row;          /**< row of a table of the file, -1 = none */
    int32_t field;        /**< field id, 0 = none */
    int32_t rule;         /**< id of the order rule or criterion, 0 = none */
    char pointer[208];    /**< JSON Pointer (RFC 6901) of an error of meaning; "" = the whole text, or syntax */
    char text[264];       /**< English, ends with a zero: what was found and what is allowed */
} kogge_json_error;

/** How a replay differs from what was stored. 320 bytes; a closed type. @since 0.1.0 */
typedef struct kogge_difference {
    uint32_t struct_size; /**< in: sizeof(kogge_difference) */
    uint32_t what;        /**< KOGGE_DIFFERENCE_*; 0 = equal */
    int32_t rule;     /**< a rule that has changed: that of the first fee, else reason that differs, if it has, else
                           the first one of all; where none has, that of the fee or reason; 0 = none */
    int32_t field;    /**< first field of the assessment, else of that fee or reason, that differs; 0 = none */
    int64_t stored;   /**< its value in the decision; 0 where there is no such fee or reason */
    int64_t replayed; /**< its value now */
    char text[288];   /**< English, the rule by its id; "" = equal */
} kogge_difference;

/** A policy file: one preset, one or more currencies, numbers and tables; immutable, counted. */
typedef struct kogge_policy_file kogge_policy_file;
/** A decision that was stored: inputs, result, fees and reasons; immutable, counted. */
typedef struct kogge_decision kogge_decision;

/** @name Policy files
 * @{ */

/** Reads a policy file.
 *
 * Unknown and duplicate keys, amounts that are no decimal strings or have more decimals than the currency, and values
 * out of range are refused. A byte order mark and CRLF are read. Whether the terms make sense is for
 * kogge_policy_file_rulebook() to say.
 *
 * @param text size bytes of UTF-8
 * @param size bytes
 * @param allocator NULL = malloc and free
 * @param[out] file the handle, one reference; NULL on error
 * @param[out] error may be NULL; line and column, or JSON Pointer
 * @return #KOGGE_OK; #KOGGE_E_DAMAGED for an error of syntax; #KOGGE_E_INVALID for a missing or contradictory key or
 * a NULL; #KOGGE_E_UNSUPPORTED for an unknown key, name, preset or version; #KOGGE_E_RANGE; #KOGGE_E_LIMIT for too
 * many rules or currencies; #KOGGE_E_STRUCT_SIZE for the error record; #KOGGE_E_MEMORY
 * @since 0.1.0. Any thread */
KOGGE_JSON_API kogge_status kogge_policy_file_read(const char *text, size_t size, const kogge_allocator *allocator,
                                                   kogge_policy_file **file, kogge_json_error *error);

/** A file with the numbers and tables of a preset, to start from.
 *
 * @param preset KOGGE_PRESET_*
 * @param currencies ISO 4217 numbers, each once
 * @param count 1..#KOGGE_JSON_CURRENCIES_MAX
 * @param allocator NULL = malloc and free
 * @param[out] file the handle, one reference; NULL on error
 * @return #KOGGE_OK; #KOGGE_E_UNSUPPORTED for an unknown preset; #KOGGE_E_RANGE for a currency number;
 * #KOGGE_E_INVALID for NULL or a currency twice; #KOGGE_E_LIMIT for another count; #KOGGE_E_MEMORY
 * @since 0.1.0. Any thread */
KOGGE_JSON_API kogge_status kogge_policy_file_of_preset(int32_t preset, const int32_t *currencies, size_t count,
                                                        const kogge_allocator *allocator, kogge_policy_file **file);

/** Writes a file in its one canonical form: keys in the order of the field table, a row a line, what is 0 or the
 * preset's left out. Reading the text gives the same file, and writing that the same text.
 *
 * @param file policy file
 * @param flags 0 or #KOGGE_POLICY_FILE_COMPLETE
 * @param[out] buffer room for capacity bytes; filled and ended with a zero only if all fits
 * @param capacity bytes of buffer; 0 = only measure, which is #KOGGE_OK
 * @param[out] size bytes that the text needs with its zero; may be NULL
 * @return #KOGGE_OK, #KOGGE_E_BUFFER if it does not fit, #KOGGE_E_INVALID for NULL, #KOGGE_E_UNSUPPORTED for another
 * flag, #KOGGE_E_MEMORY
 * @since 0.1.0. Any thread */
KOGGE_JSON_API kogge_status kogge_policy_file_write(const kogge_policy_file *file, uint32_t flags, char *buffer,
                                                    size_t capacity, size_t *size);

/** Its name; "" if it has none. Lives as long as the file. NULL for NULL. Any thread. @since 0.1.0 */
KOGGE_JSON_API const char *kogge_policy_file_name(const kogge_policy_file *file);

/** The index-th currency as an ISO 4217 number; 0 after the last one. Any thread. @since 0.1.0 */
KOGGE_JSON_API int32_t kogge_policy_file_currency(const kogge_policy_file *file, size_t index);

/** What kogge_rulebook_new() takes, for one currency: to look at, or to change before compiling.
 *
 * @param file policy file; owns policy and tables, which live as long as it does
 * @param currency one of its currencies; 0 = the first one
 * @param[in,out] spec struct_size in, all else out
 * @return #KOGGE_OK, #KOGGE_E_CURRENCY for a currency that the file has not, #KOGGE_E_INVALID for NULL,
 * #KOGGE_E_STRUCT_SIZE
 * @since 0.1.0. Any thread */
KOGGE_JSON_API kogge_status kogge_policy_file_spec(const kogge_policy_file *file, int32_t currency,
                                                   kogge_rulebook_spec *spec);

/** Compiles the terms of one currency.
 *
 * @param file policy file; may be given back afterwards
 * @param currency one of its currencies; 0 = the first one
 * @param[out] book the handle, one reference; NULL on error
 * @param[out] error may be NULL; the JSON Pointer of what kogge_rulebook_new() refused
 * @return as kogge_rulebook_new(); #KOGGE_E_CURRENCY for a currency that the file has not
 * @since 0.1.0. Any thread */
KOGGE_JSON_API kogge_status kogge_policy_file_rulebook(const kogge_policy_file *file, int32_t currency,
                                                       kogge_rulebook **book, kogge_json_error *error);

/** One reference more; returns its argument, NULL for NULL. Any thread. @since 0.1.0 */
KOGGE_JSON_API kogge_policy_file *kogge_policy_file_ref(kogge_policy_file *file);

/** One reference less; the last one frees. NULL is left alone. Any thread. @since 0.1.0 */
KOGGE_JSON_API void kogge_policy_file_unref(kogge_policy_file *file);
/** @} */

/** @name Decision records
 * @{ */

/** Writes a decision as one JSON object on one line, without a newline: what is set of the inputs, the whole result,
 * fees, reasons, fingerprint and semantics revision, and the fingerprints of the rules that reasons and fees name, so
 * that a replay can tell which one has changed. A replay needs nothing else but the rulebook.
 *
 * @param book the rulebook that decided
 * @param customer NULL = a guest
 * @param order the order
 * @param lines kogge_order_line rows; NULL or data NULL = not known
 * @param result what kogge_order_assess() gave for these
 * @param fees its fees; NULL = not stored, and not compared in a replay
 * @param why its reasons; NULL = not stored, and not compared in a replay
 * @param[out] buffer room for capacity bytes; filled and ended with a zero only if all fits
 * @param capacity bytes of buffer; 0 = only measure, which is #KOGGE_OK
 * @param[out] size bytes that the text needs with its zero; may be NULL
 * @return #KOGGE_OK; #KOGGE_E_BUFFER if it does not fit, or if fees or reasons had no room in their own arrays;
 * #KOGGE_E_INVALID for NULL or a result of another rulebook; #KOGGE_E_STRUCT_SIZE; #KOGGE_E_MEMORY
 * @since 0.1.0. Any thread */
KOGGE_JSON_API kogge_status kogge_decision_write(const kogge_rulebook *book, const kogge_customer *customer,
                                                 const kogge_order *order, const kogge_rows *lines,
                                                 const kogge_assessment *result, const kogge_fees *fees,
                                                 const kogge_reasons *why, char *buffer, size_t capacity,
                                                 size_t *size);

/** Reads a decision record; parameters and errors as kogge_policy_file_read().
 *
 * @param text,size,allocator,error as there
 * @param[out] decision the handle, one reference; NULL on error
 * @return as there
 * @since 0.1.0. Any thread */
KOGGE_JSON_API kogge_status kogge_decision_read(const char *text, size_t size, const kogge_allocator *allocator,
                                                kogge_decision **decision, kogge_json_error *error);

/** Assesses the stored inputs again and compares, field by field.
 *
 * @param decision what was stored
 * @param book the rulebook of the decision, or another one to see what it would change
 * @param[in,out] difference struct_size in, all else out; what is 0 if all is equal
 * @param[out] error may be NULL; why the rulebook refuses the inputs
 * @return #KOGGE_OK whether equal or not; else as kogge_order_assess(); #KOGGE_E_STRUCT_SIZE; #KOGGE_E_MEMORY
 * @since 0.1.0. Any thread */
KOGGE_JSON_API kogge_status kogge_decision_replay(const kogge_decision *decision, const kogge_rulebook *book,
                                                  kogge_difference *difference, kogge_error *error);

/** The stored fingerprint; 0 for NULL. Any thread. @since 0.1.0 */
KOGGE_JSON_API uint64_t kogge_decision_fingerprint(const kogge_decision *decision);

/** The stored currency as an ISO 4217 number; 0 for NULL. Any thread. @since 0.1.0 */
KOGGE_JSON_API int32_t kogge_decision_currency(const kogge_decision *decision);

/** The stored customer; NULL = a guest. Lives as long as the decision, like the next five. Any thread. @since 0.1.0
 */
KOGGE_JSON_API const kogge_customer *kogge_decision_customer(const kogge_decision *decision);

/** The stored order; NULL for NULL. Any thread. @since 0.1.0 */
KOGGE_JSON_API const kogge_order *kogge_decision_order(const kogge_decision *decision);

/** The stored lines; data NULL = none were given. NULL for NULL. Any thread. @since 0.1.0 */
KOGGE_JSON_API const kogge_rows *kogge_decision_lines(const kogge_decision *decision);

/** The stored result; NULL for NULL. Any thread. @since 0.1.0 */
KOGGE_JSON_API const kogge_assessment *kogge_decision_assessment(const kogge_decision *decision);

/** The stored fees; NULL = none were stored. Any thread. @since 0.1.0 */
KOGGE_JSON_API const kogge_fees *kogge_decision_fees(const kogge_decision *decision);

/** The stored reasons; NULL = none were stored. Any thread. @since 0.1.0 */
KOGGE_JSON_API const kogge_reasons *kogge_decision_reasons(const kogge_decision *decision);

/** One reference more; returns its argument, NULL for NULL. Any thread. @since 0.1.0 */
KOGGE_JSON_API kogge_decision *kogge_decision_ref(kogge_decision *decision);

/** One reference less; the last one frees. NULL is left alone. Any thread. @since 0.1.0 */
KOGGE_JSON_API void kogge_decision_unref(kogge_decision *decision);
/** @} */

#ifdef __cplusplus
}
#endif
#endif
