package dev.dbmigrate.processor.rule.text;

import java.util.Locale;
import java.util.Set;

/** What the reader of gaps must know about a language. */
enum Language {
    SQL,
    CYPHER;

    private static final Set<String> SQL_BEGINNINGS = Set.of(
            "SELECT",
            "INSERT",
            "UPDATE",
            "DELETE",
            "MERGE",
            "WITH",
            "VALUES",
            "EXPLAIN",
            "CREATE",
            "ALTER",
            "DROP",
            "TRUNCATE",
            "GRANT",
            "REVOKE",
            "COMMENT",
            "SET",
            "DO",
            "CALL",
            "LOCK",
            "REINDEX",
            "VACUUM",
            "ANALYZE",
            "CLUSTER",
            "REFRESH",
            "COPY",
            "REASSIGN");
    private static final Set<String> SQL_OPERATORS =
            Set.of("=", "<", ">", "<=", ">=", "<>", "!=", "~", "~*", "!~", "||", "+", "-");
    private static final Set<String> SQL_WORDS = Set.of("LIKE", "ILIKE", "LIMIT", "OFFSET", "BETWEEN");
    private static final Set<String> CYPHER_BEGINNINGS = Set.of(
            "MATCH",
            "OPTIONAL",
            "CREATE",
            "MERGE",
            "UNWIND",
            "WITH",
            "CALL",
            "RETURN",
            "LOAD",
            "DROP",
            "USING",
            "FOREACH",
            "SHOW",
            "ALTER");
    private static final Set<String> CYPHER_OPERATORS = Set.of("=", "<", ">", "<=", ">=", "<>", "=~", "+=", "+");
    private static final Set<String> CYPHER_WORDS = Set.of("LIMIT", "SKIP", "CONTAINS");
    private static final Set<String> SQL_WITH_PARAMETERS =
            Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "WITH", "VALUES", "EXPLAIN");
    private static final Set<String> CYPHER_SCHEMA = Set.of(
            "INDEX",
            "CONSTRAINT",
            "RANGE",
            "TEXT",
            "POINT",
            "LOOKUP",
            "FULLTEXT",
            "VECTOR",
            "USER",
            "ROLE",
            "DATABASE",
            "ALIAS",
            "OR",
            "BTREE");

    /** The language of a kind of database. */
    static Language of(String kind) {
        return kind.equals("neo4j") ? CYPHER : SQL;
    }

    /** Whether a statement may begin with a word. */
    boolean begins(String word) {
        return (this == SQL ? SQL_BEGINNINGS : CYPHER_BEGINNINGS).contains(word.toUpperCase(Locale.ROOT));
    }

    /** Whether a statement that begins with two words may have parameters. */
    boolean hasParameters(String first, String second) {
        return this == SQL
                ? SQL_WITH_PARAMETERS.contains(first.toUpperCase(Locale.ROOT))
                : !CYPHER_SCHEMA.contains(second.toUpperCase(Locale.ROOT))
                        || Set.of("MATCH", "MERGE").contains(first.toUpperCase(Locale.ROOT));
    }

    /** Whether a value stands behind an operator or word. */
    boolean isBeforeValue(String token) {
        return (this == SQL ? SQL_OPERATORS : CYPHER_OPERATORS).contains(token)
                || (this == SQL ? SQL_WORDS : CYPHER_WORDS).contains(token.toUpperCase(Locale.ROOT));
    }
}
