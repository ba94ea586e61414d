package dev.dbmigrate.neo4j.internal;

import dev.dbmigrate.neo4j.internal.CypherStatement.Kind;
import java.util.List;
import java.util.Set;

/**
 * Tells by its words how a statement has to be run. Where it errs, it errs to {@link Kind#DATA}: a read that is taken for a
 * write is only journaled once too often.
 */
final class StatementKinds {

    private static final Set<String> WRITING =
            Set.of("CREATE", "MERGE", "SET", "DELETE", "DETACH", "NODETACH", "REMOVE", "FOREACH", "INSERT", "LOAD");
    private static final Set<String> SCHEMA_VERBS = Set.of("CREATE", "DROP", "ALTER");
    private static final Set<String> ADMINISTRATION =
            Set.of("USER", "ROLE", "DATABASE", "ALIAS", "COMPOSITE", "SERVER", "CURRENT", "GRAPH");
    private static final Set<String> ADMINISTRATION_VERBS = Set.of(
            "GRANT", "DENY", "REVOKE", "START", "STOP", "TERMINATE", "RENAME", "ENABLE", "REALLOCATE", "DEALLOCATE");
    /** A word after one of these is a name, not a keyword. */
    private static final Set<String> BEFORE_NAMES = Set.of(":", ".", "|", "&", "!", "$");
    /** Procedures that read; every other one counts as writing. */
    private static final List<String> READING = List.of("DBMS.", "DB.");

    private static final List<String> WRITING_ALL_THE_SAME =
            List.of("DB.CREATE", "DB.PREPARE", "DBMS.SET", "DBMS.UPGRADE", "DBMS.SECURITY");
    /** Procedures that commit by themselves. */
    private static final List<String> COMMITTING = List.of("APOC.PERIODIC.", "APOC.SCHEMA.", "APOC.CYPHER.RUNSCHEMA");

    private StatementKinds() {}

    /**
     * Tells the kind.
     *
     * @param words the statement's words in capitals and its signs, each by itself; strings and comments left out
     */
    static Kind of(List<String> words) {
        int first = firstKeyword(words);
        String verb = word(words, first);
        if (verb.equals("EXPLAIN") || verb.equals("SHOW")) {
            return Kind.READ;
        }
        if (SCHEMA_VERBS.contains(verb)) {
            Kind kind = ofSchemaVerb(words, first + 1);
            if (kind != Kind.DATA) {
                return kind;
            }
        }
        if (ADMINISTRATION_VERBS.contains(verb) || committing(words)) {
            return Kind.AUTO_COMMIT;
        }
        return writes(words) ? Kind.DATA : Kind.READ;
    }

    /** Steps over {@code CYPHER 25 runtime=slotted} and {@code PROFILE}; {@code EXPLAIN} is told by the caller. */
    private static int firstKeyword(List<String> words) {
        int at = 0;
        if (word(words, at).equals("CYPHER")) {
            at++;
            while (at < words.size()
                    && (Character.isDigit(words.get(at).charAt(0))
                            || word(words, at + 1).equals("="))) {
                at += word(words, at + 1).equals("=") ? 3 : 1;
            }
        }
        return word(words, at).equals("PROFILE") ? at + 1 : at;
    }

    private static Kind ofSchemaVerb(List<String> words, int from) {
        for (int at = from; at < Math.min(from + 5, words.size()); at++) {
            String word = words.get(at);
            if (word.equals("INDEX") || word.equals("CONSTRAINT")) {
                return Kind.SCHEMA;
            }
            if (ADMINISTRATION.contains(word)) {
                return Kind.AUTO_COMMIT;
            }
            if (!Character.isLetter(word.charAt(0))) {
                return Kind.DATA;
            }
        }
        return Kind.DATA;
    }

    private static boolean committing(List<String> words) {
        for (int at = 0; at < words.size(); at++) {
            boolean inTransactions = words.get(at).equals("TRANSACTIONS")
                    && (word(words, at - 1).equals("IN") || word(words, at - 1).equals("CONCURRENT"));
            boolean periodic =
                    words.get(at).equals("PERIODIC") && word(words, at + 1).equals("COMMIT");
            if (inTransactions || periodic || COMMITTING.stream().anyMatch(procedure(words, at)::startsWith)) {
                return true;
            }
        }
        return false;
    }

    private static boolean writes(List<String> words) {
        for (int at = 0; at < words.size(); at++) {
            boolean name = BEFORE_NAMES.contains(word(words, at - 1))
                    || word(words, at + 1).equals(":");
            if (!name && WRITING.contains(words.get(at))) {
                return true;
            }
            String procedure = procedure(words, at);
            boolean reads = READING.stream().anyMatch(procedure::startsWith)
                    && WRITING_ALL_THE_SAME.stream().noneMatch(procedure::startsWith);
            if (!procedure.isEmpty() && !reads) {
                return true;
            }
        }
        return false;
    }

    /** The full name of the procedure that is called at a place, or nothing. */
    private static String procedure(List<String> words, int at) {
        if (!words.get(at).equals("CALL") || BEFORE_NAMES.contains(word(words, at - 1))) {
            return "";
        }
        StringBuilder name = new StringBuilder();
        for (int next = at + 1; next < words.size(); next++) {
            String word = words.get(next);
            if (!word.equals(".") && !Character.isLetterOrDigit(word.charAt(0))) {
                // CALL (x) { … } and CALL { … } are subqueries
                break;
            }
            boolean ended = !word.equals(".") && !name.isEmpty() && name.charAt(name.length() - 1) != '.';
            if (ended) {
                break;
            }
            name.append(word);
        }
        return name.toString();
    }

    private static String word(List<String> words, int at) {
        return at < 0 || at >= words.size() ? "" : words.get(at);
    }
}
