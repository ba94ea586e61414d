package dev.dbmigrate.processor.rule.cypher;

import dev.dbmigrate.processor.diagnostic.Finding;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** {@code --} where {@code //} is meant. Two minus signs are right in a pattern, and read as a sum in an expression. */
final class SqlComments {

    private SqlComments() {}

    /** The first comment of a text, if it has one. */
    static List<Finding> check(List<CypherStatement> statements) {
        for (CypherStatement statement : statements) {
            List<Token> comments = comments(statement.piece());
            if (!comments.isEmpty()) {
                Token first = comments.get(0);
                String text = statement.piece().text();
                String comment = text.substring(first.getStartIndex() + 2, lineEnd(text, first.getStartIndex()));
                return List.of(
                        statement.finding(CypherDiagnostic.SQL_COMMENT, first, Shortened.of(comment.stripTrailing())));
            }
        }
        return List.of();
    }

    /** The text with comments of the same length. */
    static String asCypher(String text, List<CypherStatement> statements) {
        StringBuilder cypher = new StringBuilder(text);
        for (CypherStatement statement : statements) {
            for (Token comment : comments(statement.piece())) {
                cypher.replace(comment.getStartIndex(), comment.getStartIndex() + 2, "//");
            }
        }
        return cypher.toString();
    }

    private static List<Token> comments(Piece piece) {
        List<Token> found = new ArrayList<>();
        for (int i = 0; i + 1 < piece.tokens().size(); i++) {
            Token first = piece.tokens().get(i);
            Token second = piece.tokens().get(i + 1);
            if (piece.has(i, "-", "-") && second.getStartIndex() == first.getStopIndex() + 1 && isComment(piece, i)) {
                found.add(first);
            }
        }
        return found;
    }

    private static boolean isComment(Piece piece, int index) {
        String text = piece.text();
        int at = piece.tokens().get(index).getStartIndex();
        int lineStart = text.lastIndexOf('\n', at - 1) + 1;
        boolean beginsLine = at == 0 || text.substring(lineStart, at).isBlank();
        boolean spaced = (beginsLine || isBlank(text, at - 1)) && isBlank(text, at + 2);
        boolean likePattern = piece.has(index + 2, "(") || piece.has(index + 2, ">");
        if (!likePattern) {
            return beginsLine || spaced;
        }
        return beginsLine && isOnLine(piece.unexpected(), at, lineEnd(text, at));
    }

    private static boolean isOnLine(@Nullable Token token, int from, int to) {
        return token != null && token.getStartIndex() >= from && token.getStartIndex() <= to;
    }

    private static boolean isBlank(String text, int index) {
        return index >= text.length() || Character.isWhitespace(text.charAt(index));
    }

    private static int lineEnd(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }
}
