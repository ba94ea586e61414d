package dev.dbmigrate.processor.rule.cypher;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.StatementContext;

/**
 * One of the statements of a text.
 *
 * @param text the whole text; all places are in it
 * @param tokens the statement's words, without comments and without what stands before it ({@code EXPLAIN})
 * @param tree how it reads, or null if it cannot be read
 * @param unexpected the first word that does not fit, if it cannot be read
 */
record Piece(
        String text,
        List<Token> tokens,
        @Nullable StatementContext tree,
        @Nullable Token unexpected) {

    Piece {
        tokens = List.copyOf(tokens);
    }

    /** Where it begins. */
    int start() {
        return tokens.get(0).getStartIndex();
    }

    /** Where it ends. */
    int end() {
        return tokens.get(tokens.size() - 1).getStopIndex() + 1;
    }

    /** A part of it on one line, without comments. */
    String line(int from, int to) {
        StringBuilder line = new StringBuilder();
        int before = -1;
        for (Token token : tokens) {
            if (token.getStartIndex() >= from && token.getStopIndex() < to) {
                if (before >= 0 && token.getStartIndex() > before) {
                    line.append(' ');
                }
                line.append(token.getText());
                before = token.getStopIndex() + 1;
            }
        }
        return line.toString();
    }

    /** A part of the tree on one line. */
    String line(ParserRuleContext part) {
        return line(part.getStart().getStartIndex(), part.getStop().getStopIndex() + 1);
    }

    /** Whether the words at an index are these. */
    boolean has(int index, String... words) {
        if (index < 0 || index + words.length > tokens.size()) {
            return false;
        }
        for (int i = 0; i < words.length; i++) {
            if (!words[i].equals(word(index + i))) {
                return false;
            }
        }
        return true;
    }

    /** A word in capitals. */
    String word(int index) {
        return index < 0 || index >= tokens.size()
                ? ""
                : tokens.get(index).getText().toUpperCase(Locale.ROOT);
    }

    /** Where a word stands among the others, from an index on. */
    Optional<Integer> find(String word, int from) {
        for (int i = Math.max(from, 0); i < tokens.size(); i++) {
            if (word(i).equals(word)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }
}
