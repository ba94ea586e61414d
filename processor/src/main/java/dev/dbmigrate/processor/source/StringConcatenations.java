package dev.dbmigrate.processor.source;

import dev.dbmigrate.model.Checksum.Part;
import dev.dbmigrate.processor.source.JavaTokens.Token;
import java.util.ArrayList;
import java.util.List;

/** Formatters break long strings into {@code "a" + "b"} and join them again; the value stays the same. */
final class StringConcatenations {

    private StringConcatenations() {}

    /** Joins adjacent literals, except before a dot, where the second one is the target of a call. */
    static List<Token> fold(List<Token> tokens) {
        if (!anyToJoin(tokens)) {
            return tokens;
        }
        List<Token> folded = new ArrayList<>(tokens.size());
        int at = 0;
        while (at < tokens.size()) {
            Token token = tokens.get(at);
            int last = folded.size() - 1;
            if (token.kind() == Part.STRING
                    && last >= 1
                    && is(folded.get(last), Part.OPERATOR, "+")
                    && folded.get(last - 1).kind() == Part.STRING
                    && !isTarget(tokens, at)) {
                folded.remove(last);
                Token first = folded.get(last - 1);
                folded.set(last - 1, new Token(Part.STRING, first.text() + token.text(), first.position()));
            } else {
                folded.add(token);
            }
            at++;
        }
        return folded;
    }

    private static boolean anyToJoin(List<Token> tokens) {
        for (int i = 1; i < tokens.size() - 1; i++) {
            if (is(tokens.get(i), Part.OPERATOR, "+") && tokens.get(i + 1).kind() == Part.STRING) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTarget(List<Token> tokens, int at) {
        return at + 1 < tokens.size() && is(tokens.get(at + 1), Part.OPERATOR, ".");
    }

    private static boolean is(Token token, Part kind, String text) {
        return token.kind() == kind && token.text().equals(text);
    }
}
