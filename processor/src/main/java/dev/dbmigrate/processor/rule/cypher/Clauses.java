package dev.dbmigrate.processor.rule.cypher;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The clauses of a statement that cannot be read, by their first words. */
final class Clauses {

    static final Set<String> KEYWORDS = Set.of(
            "MATCH",
            "OPTIONAL",
            "WHERE",
            "WITH",
            "RETURN",
            "CREATE",
            "MERGE",
            "SET",
            "DELETE",
            "DETACH",
            "REMOVE",
            "UNWIND",
            "FOREACH",
            "CALL",
            "UNION",
            "ORDER",
            "SKIP",
            "LIMIT",
            "ON",
            "LOAD",
            "DROP");

    static final Set<String> WRITES = Set.of("SET", "DELETE", "REMOVE", "CREATE", "MERGE");

    private Clauses() {}

    /** Where clauses begin that stand in no bracket, as indexes of words, in a range of words. */
    static List<Integer> starts(Piece piece, int from, int to) {
        List<Integer> starts = new ArrayList<>();
        int depth = 0;
        for (int i = from; i < to; i++) {
            String word = piece.word(i);
            if (word.equals("(") || word.equals("[") || word.equals("{")) {
                depth++;
            } else if (word.equals(")") || word.equals("]") || word.equals("}")) {
                depth--;
            } else if (depth == 0 && KEYWORDS.contains(word) && !isName(piece, i) && !belongsToTheOneBefore(piece, i)) {
                starts.add(i);
            }
        }
        return starts;
    }

    /** How many brackets are open before a word, and which is the innermost: its index, or -1. */
    static int openBracket(Piece piece, int before) {
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < before; i++) {
            String word = piece.word(i);
            if (word.equals("(") || word.equals("[") || word.equals("{")) {
                open.add(i);
            } else if (!open.isEmpty() && (word.equals(")") || word.equals("]") || word.equals("}"))) {
                open.remove(open.size() - 1);
            }
        }
        return open.isEmpty() ? -1 : open.get(open.size() - 1);
    }

    private static boolean isName(Piece piece, int index) {
        return piece.has(index - 1, ".") || piece.has(index - 1, ":") || piece.has(index + 1, ".");
    }

    /** DETACH DELETE, OPTIONAL MATCH, ON CREATE SET, STARTS WITH. */
    private static boolean belongsToTheOneBefore(Piece piece, int index) {
        String before = piece.word(index - 1);
        return before.equals("DETACH")
                || before.equals("OPTIONAL")
                || before.equals("ON")
                || before.equals("STARTS")
                || before.equals("ENDS")
                || piece.word(index - 2).equals("ON");
    }
}
