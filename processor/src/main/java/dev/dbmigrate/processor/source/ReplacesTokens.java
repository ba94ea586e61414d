package dev.dbmigrate.processor.source;

import dev.dbmigrate.model.Checksum.Part;
import dev.dbmigrate.processor.source.JavaTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Leaves {@code replaces} and {@code replacesIds} of {@code @Migration} out of a checksum: when the classes of replaced
 * migrations are deleted, the one must be written as the other, and nothing that runs has changed.
 */
final class ReplacesTokens {

    private static final Set<String> ELEMENTS = Set.of("replaces", "replacesIds");

    private ReplacesTokens() {}

    static List<Token> leftOut(List<Token> tokens) {
        boolean any = false;
        for (Token token : tokens) {
            any |= ELEMENTS.contains(token.text());
        }
        if (!any) {
            return tokens;
        }
        List<Token> kept = new ArrayList<>(tokens.size());
        int at = 0;
        while (at < tokens.size()) {
            kept.add(tokens.get(at));
            if (isAnnotation(tokens, at)) {
                at = elements(tokens, at + 1, kept);
            } else {
                at++;
            }
        }
        return kept;
    }

    /** Whether here stands the last name of {@code @Migration(} or {@code @dev.dbmigrate.annotations.Migration(}. */
    private static boolean isAnnotation(List<Token> tokens, int at) {
        if (!tokens.get(at).text().equals("Migration") || !is(tokens, at + 1, "(")) {
            return false;
        }
        int first = at;
        while (is(tokens, first - 1, ".")) {
            first -= 2;
        }
        return is(tokens, first - 1, "@");
    }

    private static boolean is(List<Token> tokens, int at, String text) {
        return at >= 0 && at < tokens.size() && tokens.get(at).text().equals(text);
    }

    /** Copies the elements between the parentheses without those two; returns where to go on. */
    private static int elements(List<Token> tokens, int open, List<Token> kept) {
        kept.add(tokens.get(open));
        int depth = 1;
        int from = open + 1;
        boolean first = true;
        int at = from;
        while (at < tokens.size() && depth > 0) {
            String text = tokens.get(at).text();
            boolean operator = tokens.get(at).kind() == Part.OPERATOR;
            if (operator && (text.equals("(") || text.equals("{"))) {
                depth++;
            } else if (operator && (text.equals(")") || text.equals("}"))) {
                depth--;
            }
            if (operator && (depth == 0 || (depth == 1 && text.equals(",")))) {
                if (at > from && !(ELEMENTS.contains(tokens.get(from).text()) && is(tokens, from + 1, "="))) {
                    if (!first) {
                        kept.add(new Token(Part.OPERATOR, ",", tokens.get(from).position()));
                    }
                    kept.addAll(tokens.subList(from, at));
                    first = false;
                }
                from = at + 1;
            }
            at++;
        }
        kept.add(tokens.get(at - 1));
        return at;
    }
}
