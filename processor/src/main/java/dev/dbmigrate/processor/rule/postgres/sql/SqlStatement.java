package dev.dbmigrate.processor.rule.postgres.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One statement of a text.
 *
 * @param tokens its tokens, without white space, comments and the semicolon; never empty
 * @param source the text in which it stands
 */
public record SqlStatement(List<SqlToken> tokens, String source) {

    private static final int LONGEST_SHOWN = 240;

    public SqlStatement {
        tokens = List.copyOf(tokens);
    }

    /**
     * Splits a text as psql does: at semicolons outside of strings, parentheses and {@code BEGIN ATOMIC … END} bodies.
     *
     * @param source the text
     * @return its statements, in order; a meta-command and the data of a {@code COPY} are statements of their own
     */
    public static List<SqlStatement> split(String source) {
        Splitter splitter = new Splitter(source);
        SqlLexer.tokens(source).forEach(splitter::add);
        splitter.end();
        return splitter.statements;
    }

    /** The index of its first character. */
    public int start() {
        return tokens.get(0).start();
    }

    /** Whether all of its tokens end. */
    public boolean isWhole() {
        return tokens.get(tokens.size() - 1).kind() != SqlToken.Kind.UNENDED;
    }

    /** Whether it begins with these words. */
    public boolean begins(String... words) {
        return new TokenReader(tokens).has(words);
    }

    /** Tokens as they are written, in one line. */
    public String text(List<SqlToken> of) {
        StringBuilder text = new StringBuilder();
        int end = -1;
        for (SqlToken token : of) {
            if (end >= 0 && token.start() > end) {
                text.append(' ');
            }
            text.append(token.text());
            end = token.end();
        }
        return shown(text.toString());
    }

    /** Itself in one line. */
    public String text() {
        return text(tokens);
    }

    /** Itself in one line, with a word behind one of its words. */
    public String textWith(String inserted, String behind) {
        StringBuilder text = new StringBuilder();
        int end = -1;
        boolean done = false;
        for (SqlToken token : tokens) {
            if (end >= 0 && token.start() > end) {
                text.append(' ');
            }
            text.append(token.text());
            if (!done && token.is(behind)) {
                text.append(' ').append(inserted);
                done = true;
            }
            end = token.end();
        }
        return shown(text.toString());
    }

    private static String shown(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + " …";
    }

    private static final class Splitter {
        private final String source;
        private final List<SqlStatement> statements = new ArrayList<>();
        private List<SqlToken> tokens = new ArrayList<>();
        private int parentheses;
        private int atomicDepth;
        private String last = "";

        Splitter(String source) {
            this.source = source;
        }

        void add(SqlToken token) {
            if (!token.isSignificant()) {
                return;
            }
            if (token.kind() == SqlToken.Kind.META_COMMAND || token.kind() == SqlToken.Kind.COPY_DATA) {
                end();
                tokens.add(token);
                end();
            } else if (token.is(';') && parentheses == 0 && atomicDepth == 0) {
                end();
            } else {
                count(token);
                tokens.add(token);
            }
        }

        private void count(SqlToken token) {
            if (token.is('(')) {
                parentheses++;
            } else if (token.is(')')) {
                parentheses = Math.max(0, parentheses - 1);
            } else if (token.is("atomic")
                    && last.equals("begin")
                    && !tokens.get(0).is("begin")) {
                atomicDepth = 1;
            } else if (atomicDepth > 0 && token.is("case")) {
                atomicDepth++;
            } else if (atomicDepth > 0 && token.is("end")) {
                atomicDepth--;
            }
            last = token.text().toLowerCase(Locale.ROOT);
        }

        void end() {
            if (!tokens.isEmpty()) {
                statements.add(new SqlStatement(tokens, source));
            }
            tokens = new ArrayList<>();
            parentheses = 0;
            atomicDepth = 0;
            last = "";
        }
    }
}
