package dev.dbmigrate.processor.rule.cypher;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.Nearest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.neo4j.cypher.internal.parser.v5.Cypher5Lexer;

/** What Neo4j's grammar cannot read, with the mend for the mistakes that people make. */
final class SyntaxRule {

    /** Clauses that only newer versions of Cypher have. Which version reads a text is a setting of the server. */
    private static final Set<String> NEWER = Set.of("LET", "FILTER", "NEXT", "WHEN", "SEARCH");

    private SyntaxRule() {}

    static Optional<Finding> check(CypherStatement statement) {
        Piece piece = statement.piece();
        Token unexpected = piece.unexpected();
        if (unexpected == null) {
            return notEqual(statement);
        }
        int index = index(piece, unexpected);
        WhereAfterWrite where = new WhereAfterWrite(piece, index);
        if (piece.has(index, "WHERE") && !where.write().isEmpty()) {
            return Optional.of(
                    statement.finding(CypherDiagnostic.WHERE_AFTER_WRITE, unexpected, where.write(), where.mended()));
        }
        Optional<SqlPhrases.Found> sql = SqlPhrases.find(piece, index);
        if (sql.isPresent()) {
            return Optional.of(statement.finding(
                    CypherDiagnostic.SQL_IN_CYPHER,
                    piece.tokens().get(sql.get().index()),
                    sql.get().display(piece),
                    sql.get().phrase().instead()));
        }
        if (piece.has(index, "}") && piece.has(index - 2, "{")) {
            String name = piece.tokens().get(index - 1).getText();
            return Optional.of(statement.finding(
                    CypherDiagnostic.REMOVED_SYNTAX,
                    piece.tokens().get(index - 2),
                    "the parameter {" + name + "}",
                    "$" + name));
        }
        if (piece.has(index - 1, "EXISTS", "(")) {
            int close = piece.find(")", index).orElse(piece.tokens().size() - 1);
            String property = piece.line(
                    unexpected.getStopIndex() + 1, piece.tokens().get(close).getStartIndex());
            return Optional.of(statement.finding(
                    CypherDiagnostic.REMOVED_SYNTAX,
                    piece.tokens().get(index - 1),
                    "exists(" + property + ")",
                    property + " IS NOT NULL"));
        }
        return NEWER.contains(piece.word(index)) || NEWER.contains(piece.word(index - 1))
                ? Optional.empty()
                : Optional.of(other(statement, unexpected, index));
    }

    private static Optional<Finding> notEqual(CypherStatement statement) {
        return statement
                .piece()
                .find("!=", 0)
                .map(at -> statement.finding(
                        CypherDiagnostic.SQL_IN_CYPHER,
                        statement.piece().tokens().get(at),
                        "!=",
                        "<>"));
    }

    private static Finding other(CypherStatement statement, Token unexpected, int index) {
        Piece piece = statement.piece();
        String word = unexpected.getText();
        String quote = index < piece.tokens().size() ? word : "";
        int open = Clauses.openBracket(piece, index);
        if (quote.equals("'") || quote.equals("\"") || quote.equals("`")) {
            return finding(
                    statement, unexpected, "this " + word + " is never closed", "Write " + word + " at the end of it");
        }
        if (isString(piece, index) && isString(piece, index - 1)) {
            return finding(
                    statement,
                    unexpected,
                    "a string ends at a quote inside of it",
                    "Write \\' for a quote inside of '…'");
        }
        if (unexpected.getType() == Token.EOF || index >= piece.tokens().size()) {
            return open < 0
                    ? finding(statement, unexpected, "it ends too early", "Write what follows " + last(piece, index))
                    : unclosed(statement, unexpected, open, "at the end");
        }
        if (open >= 0 && (Clauses.KEYWORDS.contains(piece.word(index)) || isOtherBracket(piece.word(open), word))) {
            return unclosed(statement, unexpected, open, "before " + word);
        }
        Optional<String> meant = word.length() < 3 || Clauses.KEYWORDS.contains(piece.word(index))
                ? Optional.empty()
                : Nearest.to(word, Clauses.KEYWORDS);
        if (meant.isPresent()) {
            return finding(
                    statement,
                    unexpected,
                    word + " does not fit",
                    "Did you mean " + meant.get() + "? Write " + meant.get());
        }
        String after = index == 0 ? "at the beginning" : "after " + last(piece, index);
        return finding(
                statement,
                unexpected,
                word + " does not fit " + after,
                "Take it out or finish what stands before it; if your server reads it, write @AllowUnsafe(rule ="
                        + " \"DBM-C150\", reason = \"…\")");
    }

    private static Finding unclosed(CypherStatement statement, Token unexpected, int open, String where) {
        String bracket = statement.piece().word(open);
        String closing = closing(bracket);
        int end = Math.min(open + 4, statement.piece().tokens().size());
        String text = statement
                .piece()
                .line(
                        statement.piece().tokens().get(open).getStartIndex(),
                        statement.piece().tokens().get(end - 1).getStopIndex() + 1);
        return finding(statement, unexpected, text + "… is not closed", "Write " + closing + " " + where);
    }

    private static String closing(String bracket) {
        return bracket.equals("(") ? ")" : bracket.equals("[") ? "]" : "}";
    }

    private static boolean isOtherBracket(String open, String word) {
        return !word.equals(closing(open)) && (word.equals(")") || word.equals("]") || word.equals("}"));
    }

    private static Finding finding(CypherStatement statement, Token at, String what, String mend) {
        return statement.finding(CypherDiagnostic.SYNTAX, at, what, mend);
    }

    private static String last(Piece piece, int index) {
        List<Token> tokens = piece.tokens();
        int from = Math.max(0, index - 6);
        for (int i = from; i < index; i++) {
            from = Clauses.KEYWORDS.contains(piece.word(i)) ? i : from;
        }
        return piece.line(
                tokens.get(from).getStartIndex(), tokens.get(index - 1).getStopIndex() + 1);
    }

    private static boolean isString(Piece piece, int index) {
        if (index < 0 || index >= piece.tokens().size()) {
            return false;
        }
        int type = piece.tokens().get(index).getType();
        return type == Cypher5Lexer.STRING_LITERAL1 || type == Cypher5Lexer.STRING_LITERAL2;
    }

    private static int index(Piece piece, Token token) {
        for (int i = 0; i < piece.tokens().size(); i++) {
            if (piece.tokens().get(i).getStartIndex() == token.getStartIndex()) {
                return i;
            }
        }
        return piece.tokens().size();
    }
}
