/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/** @file
 * Arrow: tables from and to any program that speaks the Arrow C data and C stream interfaces.
 *
 * The structs are those of Arrow's public specification, whose layout never changes; the functions are experimental.
 * Values are not copied where Arrow's layout is that of a column, and validity bitmaps are the known bits. What can
 * be passed and what cannot be checked stands in the guide, page "Arrow".
 */
#ifndef KOGGE_ARROW_H
#define KOGGE_ARROW_H

#include <kogge/base.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifdef KOGGE_EXPERIMENTAL

#ifndef ARROW_C_DATA_INTERFACE
/** The two structs below are declared: by this header, or by another one that was included before. */
#define ARROW_C_DATA_INTERFACE

/** In ArrowSchema.flags: the order of the dictionary's values has a meaning. */
#define ARROW_FLAG_DICTIONARY_ORDERED 1
/** In ArrowSchema.flags: there may be nulls. */
#define ARROW_FLAG_NULLABLE 2
/** In ArrowSchema.flags: the keys of each map ascend. */
#define ARROW_FLAG_MAP_KEYS_SORTED 4

/** A type with its name; that of a table is a struct whose children are the columns. */
struct ArrowSchema {
    const char *format;                    /**< the type as a short text, e.g. "l" for int64 */
    const char *name;                      /**< NULL = none */
    const char *metadata;                  /**< NULL = none; binary, counts itself */
    int64_t flags;                         /**< ARROW_FLAG_* */
    int64_t n_children;                    /**< children */
    struct ArrowSchema **children;         /**< NULL if there are none */
    struct ArrowSchema *dictionary;        /**< type of the dictionary's values; NULL = no dictionary */
    void (*release)(struct ArrowSchema *); /**< gives all of it back; NULL = given back, or moved elsewhere */
    void *private_data;                    /**< the producer's */
};

/** The values of a type. */
struct ArrowArray {
    int64_t length;                       /**< values */
    int64_t null_count;                   /**< nulls among them; -1 = not counted */
    int64_t offset;                       /**< values of the buffers before the first one */
    int64_t n_buffers;                    /**< buffers; which there are follows from the type */
    int64_t n_children;                   /**< children */
    const void **buffers;                 /**< first the validity bitmap, NULL = no nulls; then the values */
    struct ArrowArray **children;         /**< NULL if there are none */
    struct ArrowArray *dictionary;        /**< the dictionary's values; NULL = no dictionary */
    void (*release)(struct ArrowArray *); /**< gives all of it back; NULL = given back, or moved elsewhere */
    void *private_data;                   /**< the producer's */
};
#endif

#ifndef ARROW_C_STREAM_INTERFACE
/** The struct below is declared: by this header, or by another one that was included before. */
#define ARROW_C_STREAM_INTERFACE

/** Arrays of one type, one after another. */
struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out); /**< the type; 0 or an errno */
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);    /**< the next; at the end a released one */
    const char *(*get_last_error)(struct ArrowArrayStream *);              /**< text of the last error; NULL = none */
    void (*release)(struct ArrowArrayStream *);                            /**< gives the stream back */
    void *private_data;                                                    /**< the producer's */
};
#endif

/** @name Columns that are no field
 * @{ */
/** Unknown columns are refused. */
#define KOGGE_ARROW_REFUSE 0
/** Unknown columns are left out. */
#define KOGGE_ARROW_IGNORE 1
/** Unknown columns are kept, to be passed through; see kogge_arrow_passed_array(). */
#define KOGGE_ARROW_PASS 2
/** All columns are kept to be passed through, those of fields too. A column of texts under a field that is a number
 * of the host's (unit id) is kept, and not read. */
#define KOGGE_ARROW_KEEP 3
/** @} */

/** For kogge_arrow_result_new(): codes as dictionaries of their names, not as numbers. */
#define KOGGE_ARROW_NAMES 1

/** Arrow data as tables. Immutable after import. */
typedef struct kogge_arrow kogge_arrow;
/** Columns for a result, to be given away as Arrow data. */
typedef struct kogge_arrow_result kogge_arrow_result;

/** Takes over a table: one chunk.
 *
 * Columns are found by name: a field of the first record by its own name ("net_minor"), a field of any of the records
 * by both names ("customer.net_minor"); "_minor" may be left out. A null stands for "not known", or 0 where a field
 * cannot be unknown. Values are checked by the call that reads the table; those that must be converted have to fit.
 *
 * @param schema a struct type
 * @param array its values
 * @param records numbers of the records whose fields the columns may be, e.g. #KOGGE_RECORD_ORDER
 * @param record_count number of records, at least 1; 0 with #KOGGE_ARROW_PASS: no column is read
 * @param unknown KOGGE_ARROW_REFUSE, IGNORE, PASS or KEEP: what becomes of other columns
 * @param digits decimals of the currency, 0..18: amounts in decimal128 are whole units
 * @param allocator NULL = malloc and free; only columns that must be converted need memory
 * @param[out] arrow the handle; NULL on error
 * @param[in,out] error or NULL; names column and row
 * @return #KOGGE_OK; #KOGGE_E_INVALID for NULL, a column of a wrong type, given twice or no field, and text that is
 * none of its kind; #KOGGE_E_RANGE for a value that does not fit, or digits; #KOGGE_E_UNSUPPORTED for an unknown
 * record, name of a code or value of unknown; #KOGGE_E_DAMAGED for data that Arrow does not allow; #KOGGE_E_LIMIT for
 * more than 65536 columns, or 2^63 - 1 rows; #KOGGE_E_MEMORY; #KOGGE_E_STRUCT_SIZE. Whatever it returns, schema and
 * array belong to the library afterwards and are marked as released; on error they have been released.
 * @since 0.1.0. Any thread. Arrow C data interface */
KOGGE_API kogge_status kogge_arrow_import(struct ArrowSchema *schema, struct ArrowArray *array,
                                          const int32_t *records, size_t record_count, int32_t unknown,
                                          int32_t digits, const kogge_allocator *allocator, kogge_arrow **arrow,
                                          kogge_error *error);

/** Takes over all that comes out of a stream: a chunk for each array. Rows in errors are counted over all chunks.
 *
 * @param stream of a struct type; it is read to its end and released
 * @param records,record_count,unknown,digits,allocator as kogge_arrow_import()
 * @param[out] arrow the handle; NULL on error
 * @param[in,out] error or NULL; names column and row, or holds what the stream says
 * @return as kogge_arrow_import(), and #KOGGE_E_FAILED if the stream fails. Whatever it returns, the stream has been
 * released.
 * @since 0.1.0. Any thread. Arrow C stream interface */
KOGGE_API kogge_status kogge_arrow_import_stream(struct ArrowArrayStream *stream, const int32_t *records,
                                                 size_t record_count, int32_t unknown, int32_t digits,
                                                 const kogge_allocator *allocator, kogge_arrow **arrow,
                                                 kogge_error *error);

/** Number of chunks; 0 for NULL.
 *
 * @param arrow the handle
 * @return chunks, those without rows too
 * @since 0.1.0. Any thread */
KOGGE_API size_t kogge_arrow_chunks(const kogge_arrow *arrow);

/** A chunk as a table, for the calls that take one.
 *
 * @param arrow the handle
 * @param chunk from 0
 * @return the table, which lives as long as the handle; NULL for no such chunk
 * @since 0.1.0. Any thread */
KOGGE_API const kogge_table *kogge_arrow_table(const kogge_arrow *arrow, size_t chunk);

/** Number of columns that were kept to be passed through; 0 for NULL.
 *
 * @param arrow the handle
 * @return columns
 * @since 0.1.0. Any thread */
KOGGE_API size_t kogge_arrow_passed(const kogge_arrow *arrow);

/** Name and type of a column that was kept.
 *
 * @param arrow the handle
 * @param index of the column, from 0
 * @return the schema, which lives as long as the handle and must not be released; NULL for no such column
 * @since 0.1.0. Any thread */
KOGGE_API const struct ArrowSchema *kogge_arrow_passed_schema(const kogge_arrow *arrow, size_t index);

/** The field that a column is read as although it was kept.
 *
 * @param arrow the handle
 * @param index of the column, from 0
 * @return KOGGE_FIELD_*; 0 = none, or no such column
 * @since 0.1.0. Any thread */
KOGGE_API int32_t kogge_arrow_passed_field(const kogge_arrow *arrow, size_t index);

/** Values of a column that was kept.
 *
 * @param arrow the handle
 * @param chunk from 0
 * @param index of the column, from 0
 * @param[out] first the value of row 0, to be added to the array's own offset; as many follow as the chunk has rows
 * @return the array, which lives as long as the handle and must not be released; NULL for no such column or chunk
 * @since 0.1.0. Any thread */
KOGGE_API const struct ArrowArray *kogge_arrow_passed_array(const kogge_arrow *arrow, size_t chunk, size_t index,
                                                            int64_t *first);

/** Gives the handle back. Tables and Arrow data go with it, or with the last piece of a stream that shares them.
 *
 * @param arrow the handle; NULL is left alone
 * @since 0.1.0. Any thread that uses the handle alone */
KOGGE_API void kogge_arrow_free(kogge_arrow *arrow);

/** Makes room for a result: what a call of columns.h writes, in Arrow's layout.
 *
 * @param record number of the record of the result, e.g. #KOGGE_RECORD_ASSESSMENT
 * @param fields the fields that are wanted, each once; NULL = all
 * @param field_count number of fields; 0 if fields is NULL
 * @param rows rows of the result
 * @param flags 0 or #KOGGE_ARROW_NAMES
 * @param allocator NULL = malloc and free; it must live until all of what is exported has been released
 * @param[out] result the handle; NULL on error
 * @param[in,out] error or NULL
 * @return #KOGGE_OK; #KOGGE_E_INVALID for NULL, no fields, a field given twice or of another record;
 * #KOGGE_E_UNSUPPORTED for an unknown record, field or flag; #KOGGE_E_MEMORY; #KOGGE_E_STRUCT_SIZE
 * @since 0.1.0. Any thread */
KOGGE_API kogge_status kogge_arrow_result_new(int32_t record, const int32_t *fields, size_t field_count, size_t rows,
                                              uint32_t flags, const kogge_allocator *allocator,
                                              kogge_arrow_result **result, kogge_error *error);

/** The columns to be written. Several calls may write parts of them: row n stands n strides behind data, and at bit
 * valid_offset + n of valid. Rows that nobody writes are 0, or null where the field can be unknown.
 *
 * @param result the handle
 * @param[out] count number of columns
 * @return the columns, until they are exported; NULL for NULL and after that
 * @since 0.1.0. Any thread */
KOGGE_API const kogge_out_column *kogge_arrow_result_columns(const kogge_arrow_result *result, size_t *count);

/** Gives the columns away as a struct array, with nothing copied but codes that become names: those are indices into
 * their dictionary, and where 0 is no code, it is a null. Afterwards the handle is empty, to be freed.
 *
 * Schema and array may be released at any time and in any order, children that were moved after their parents.
 *
 * @param result the handle
 * @param[out] schema names and types; the caller releases it
 * @param[out] array the values; the caller releases it
 * @param[in,out] error or NULL
 * @return #KOGGE_OK; #KOGGE_E_INVALID for NULL, or columns that are gone or belong to a stream;
 * #KOGGE_E_UNSUPPORTED for a code without name or number in a dictionary; #KOGGE_E_MEMORY, after which it may be
 * tried again. On error nothing is written.
 * @since 0.1.0. Any thread that uses the handle alone. Arrow C data interface */
KOGGE_API kogge_status kogge_arrow_result_export(kogge_arrow_result *result, struct ArrowSchema *schema,
                                                 struct ArrowArray *array, kogge_error *error);

/** Gives the columns away as a stream, with nothing copied: in the chunks of the table that was decided, and behind
 * columns of that table that were kept. It may be called several times; streams and their pieces share the columns.
 *
 * The columns may be read on, but must not be written any more. Stream, schemas and arrays may be released at any
 * time, in any order and by any thread, children that were moved after their parents; both handles may be freed
 * before. Memory is given back to the allocators by whoever releases the last piece.
 *
 * @param result the handle
 * @param source the table, with as many rows; NULL = one chunk of all rows
 * @param passed indices of kept columns, in the order that is wanted; NULL = all of them
 * @param passed_count number of indices; 0 if passed is NULL
 * @param[out] stream names, types and chunks; the caller releases it
 * @param[in,out] error or NULL
 * @return #KOGGE_OK; #KOGGE_E_INVALID for NULL, columns that are gone, another number of rows, and a kept column that
 * is called like one of the result; #KOGGE_E_RANGE for an index of no column; #KOGGE_E_UNSUPPORTED as above;
 * #KOGGE_E_MEMORY. On error nothing is written.
 * @since 0.1.0. Any thread that uses the handle of the result alone. Arrow C stream interface */
KOGGE_API kogge_status kogge_arrow_result_export_stream(kogge_arrow_result *result, kogge_arrow *source,
                                                        const size_t *passed, size_t passed_count,
                                                        struct ArrowArrayStream *stream, kogge_error *error);

/** Frees what was not exported, or gives the handle of what streams share back.
 *
 * @param result the handle; NULL is left alone
 * @since 0.1.0. Any thread that uses the handle alone */
KOGGE_API void kogge_arrow_result_free(kogge_arrow_result *result);

#endif /* KOGGE_EXPERIMENTAL */

#ifdef __cplusplus
}
#endif
#endif
