package dev.dbmigrate.processor.rule.cypher;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What people write who think of SQL. */
final class SqlPhrases {

    /**
     * A phrase.
     *
     * @param words its words
     * @param instead what to type
     */
    record Phrase(List<String> words, String instead) {

        static Phrase of(String words, String instead) {
            return new Phrase(List.of(words.split(" ")), instead);
        }
    }

    /**
     * A phrase in a statement.
     *
     * @param phrase the phrase
     * @param index the index of its first word
     */
    record Found(Phrase phrase, int index) {

        /** For a message. */
        String display(Piece piece) {
            return phrase.words().contains(":")
                    ? ":" + piece.word(1).toLowerCase(Locale.ROOT)
                    : String.join(" ", phrase.words());
        }
    }

    private static final String NO_TABLES =
            "no statement for it: nodes need no table. For unique values CREATE CONSTRAINT … FOR (n:Label) REQUIRE n.key IS"
                    + " UNIQUE";
    private static final String NO_TRANSACTIONS =
            "nothing: dbmigrate runs a migration in a transaction by itself, unless it says transactional = false";

    private static final List<Phrase> FIRST = List.of(
            Phrase.of("SELECT", "MATCH (n:Label) WHERE … RETURN …"),
            Phrase.of("INSERT INTO", "MERGE (n:Label {key: …}) SET n.property = …"),
            Phrase.of("UPDATE", "MATCH (n:Label) WHERE … SET n.property = …"),
            Phrase.of("DELETE FROM", "MATCH (n:Label) WHERE … DELETE n"),
            Phrase.of("TRUNCATE", "MATCH (n:Label) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS"),
            Phrase.of("CREATE TABLE", NO_TABLES),
            Phrase.of("CREATE UNIQUE INDEX", "CREATE CONSTRAINT … FOR (n:Label) REQUIRE n.key IS UNIQUE"),
            Phrase.of("ALTER TABLE", "MATCH (n:Label) WHERE … SET n.property = …, for what the nodes hold"),
            Phrase.of("DROP TABLE", "MATCH (n:Label) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS"),
            Phrase.of("BEGIN", NO_TRANSACTIONS),
            Phrase.of("START TRANSACTION", NO_TRANSACTIONS),
            Phrase.of("COMMIT", NO_TRANSACTIONS),
            Phrase.of("ROLLBACK", NO_TRANSACTIONS),
            Phrase.of(
                    ":", "the statement alone: commands with a colon are those of cypher-shell and of Neo4j Browser"));

    private static final List<Phrase> INSIDE = List.of(
            Phrase.of("GROUP BY", "RETURN n.key, count(*), which groups by what is not counted"),
            Phrase.of("HAVING", "WITH n.key AS key, count(*) AS times WHERE times > 1"),
            Phrase.of("LIKE", "CONTAINS, STARTS WITH, ENDS WITH, or =~ with a regular expression"),
            Phrase.of("ILIKE", "=~ '(?i)…'"),
            Phrase.of("BETWEEN", "1 <= n.property <= 9"),
            Phrase.of("JOIN", "a relationship: MATCH (a)-[:TYPE]->(b)"),
            Phrase.of("FROM", "MATCH (n:Label)"),
            Phrase.of("NOT LIKE", "NOT n.property CONTAINS '…'"),
            Phrase.of("NOT IN", "NOT n.property IN […]"));

    private SqlPhrases() {}

    /**
     * The phrase at the word that does not fit, or with which the statement begins.
     *
     * @param piece the statement
     * @param unexpected the index of the word that does not fit
     */
    static Optional<Found> find(Piece piece, int unexpected) {
        if (piece.has(unexpected - 1, "=", "=")) {
            return Optional.of(new Found(Phrase.of("==", "="), unexpected - 1));
        }
        return first(FIRST, piece, 0).or(() -> first(INSIDE, piece, unexpected));
    }

    private static Optional<Found> first(List<Phrase> phrases, Piece piece, int index) {
        return phrases.stream()
                .filter(phrase -> piece.has(index, phrase.words().toArray(String[]::new)))
                .map(phrase -> new Found(phrase, index))
                .findFirst();
    }
}
