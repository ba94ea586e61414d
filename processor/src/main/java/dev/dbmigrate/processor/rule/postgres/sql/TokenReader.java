package dev.dbmigrate.processor.rule.postgres.sql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes over tokens from left to right. */
final class TokenReader {

    private static final SqlToken END = new SqlToken(SqlToken.Kind.SPACE, 0, 0, "");

    private final List<SqlToken> tokens;
    private int at;

    TokenReader(List<SqlToken> tokens) {
        this.tokens = tokens;
    }

    boolean atEnd() {
        return at >= tokens.size();
    }

    /** The next token; a white space at the end. */
    SqlToken peek() {
        return peek(0);
    }

    SqlToken peek(int ahead) {
        return at + ahead < tokens.size() ? tokens.get(at + ahead) : END;
    }

    SqlToken next() {
        SqlToken token = peek();
        at++;
        return token;
    }

    boolean has(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!peek(i).is(words[i])) {
                return false;
            }
        }
        return true;
    }

    boolean accept(String... words) {
        boolean has = has(words);
        at += has ? words.length : 0;
        return has;
    }

    boolean accept(char symbol) {
        boolean has = peek().is(symbol);
        at += has ? 1 : 0;
        return has;
    }

    /** A name, perhaps with its schema; null if there is none. */
    @Nullable
    SqlName name() {
        List<SqlToken> parts = new ArrayList<>();
        if (!peek().isName()) {
            return null;
        }
        parts.add(next());
        while (peek().is('.') && peek(1).isName()) {
            next();
            parts.add(next());
        }
        return SqlName.of(parts);
    }

    /** Names with commas in between. */
    List<SqlName> names() {
        List<SqlName> names = new ArrayList<>();
        do {
            SqlName name = name();
            if (name == null) {
                break;
            }
            names.add(name);
            accept('*');
        } while (accept(','));
        return names;
    }

    /** What stands between the next parentheses; empty if there are none. */
    List<SqlToken> parenthesized() {
        if (!peek().is('(')) {
            return List.of();
        }
        int from = at + 1;
        skip();
        return tokens.subList(from, Math.max(from, Math.min(at, tokens.size()) - 1));
    }

    /** Moves over a token, or over everything between two parentheses or brackets. */
    void skip() {
        int depth = 0;
        do {
            SqlToken token = next();
            if (token.is('(') || token.is('[')) {
                depth++;
            } else if (token.is(')') || token.is(']')) {
                depth--;
            }
        } while (depth > 0 && !atEnd());
    }

    /** The tokens up to a comma outside of parentheses, or the end; moves over the comma. */
    List<SqlToken> item() {
        int from = at;
        while (!atEnd() && !peek().is(',')) {
            skip();
        }
        List<SqlToken> item = tokens.subList(from, Math.min(at, tokens.size()));
        next();
        return item;
    }

    /** All items between commas. */
    static List<List<SqlToken>> items(List<SqlToken> tokens) {
        TokenReader reader = new TokenReader(tokens);
        List<List<SqlToken>> items = new ArrayList<>();
        while (!reader.atEnd()) {
            List<SqlToken> item = reader.item();
            if (!item.isEmpty()) {
                items.add(item);
            }
        }
        return items;
    }

    List<SqlToken> rest() {
        return tokens.subList(Math.min(at, tokens.size()), tokens.size());
    }
}
