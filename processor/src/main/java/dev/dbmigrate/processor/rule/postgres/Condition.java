package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What stands behind {@code WHERE}.
 *
 * @param tokens its tokens; empty if there is none
 */
record Condition(List<SqlToken> tokens) {

    Condition {
        tokens = withoutParentheses(tokens);
    }

    private static List<SqlToken> withoutParentheses(List<SqlToken> tokens) {
        List<SqlToken> inner = tokens;
        while (inner.size() >= 2 && inner.get(0).is('(') && closing(inner) == inner.size() - 1) {
            inner = inner.subList(1, inner.size() - 1);
        }
        return List.copyOf(inner);
    }

    private static int closing(List<SqlToken> tokens) {
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            depth += tokens.get(i).is('(') ? 1 : tokens.get(i).is(')') ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /** Whether it holds for every row: there is none, or it is {@code true} or {@code 1 = 1}. */
    boolean isOfEveryRow() {
        if (tokens.isEmpty()) {
            return true;
        }
        if (tokens.size() == 1) {
            return tokens.get(0).is("true");
        }
        return tokens.size() == 3
                && tokens.get(1).is('=')
                && isLiteral(tokens.get(0))
                && tokens.get(0).text().equals(tokens.get(2).text());
    }

    /**
     * The column that is filled, if it asks for nothing but that one of some columns is missing: {@code c IS NULL}.
     *
     * @param columns the columns, as the server keeps their names
     */
    Optional<String> missing(List<String> columns) {
        Optional<String> found = Optional.empty();
        for (List<SqlToken> part : parts()) {
            List<SqlToken> plain = withoutParentheses(part);
            int size = plain.size();
            boolean asks = (size == 3 || (size == 5 && plain.get(1).is('.')))
                    && plain.get(size - 2).is("is")
                    && plain.get(size - 1).is("null")
                    && columns.contains(plain.get(size - 3).name());
            if (!asks) {
                return Optional.empty();
            }
            found = Optional.of(plain.get(size - 3).text());
        }
        return found;
    }

    /** Whether it names single rows: {@code id = 7}, {@code user_id IN ('a', 'b')}. */
    boolean namesRows() {
        return parts().stream().anyMatch(Condition::namesRow);
    }

    private static boolean namesRow(List<SqlToken> part) {
        if (part.size() < 3) {
            return false;
        }
        String column = part.get(0).text().toLowerCase(Locale.ROOT);
        boolean identifies = column.equals("id") || column.endsWith("_id");
        if (!identifies) {
            return false;
        }
        if (part.size() == 3 && part.get(1).is('=')) {
            return isLiteral(part.get(2));
        }
        return part.get(1).is("in")
                && part.get(2).is('(')
                && part.subList(3, part.size() - 1).stream().allMatch(token -> token.is(',') || isLiteral(token));
    }

    /** What is joined by {@code AND} or {@code OR}, outside of parentheses. */
    private List<List<SqlToken>> parts() {
        List<List<SqlToken>> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            depth += token.is('(') ? 1 : token.is(')') ? -1 : 0;
            if (depth == 0 && (token.is("and") || token.is("or"))) {
                parts.add(tokens.subList(from, i));
                from = i + 1;
            }
        }
        parts.add(tokens.subList(from, tokens.size()));
        return parts;
    }

    private static boolean isLiteral(SqlToken token) {
        return switch (token.kind()) {
            case NUMBER, STRING, PARAMETER -> true;
            default -> false;
        };
    }
}
