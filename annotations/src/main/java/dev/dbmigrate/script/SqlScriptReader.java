package dev.dbmigrate.script;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an SQL script statement by statement as psql does: to semicolons outside of strings, quoted names, dollar quotes,
 * comments (which nest), parentheses and {@code BEGIN ATOMIC … END} bodies. Never holds more than one statement. For use by one
 * thread.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-syntax-lexical.html">PostgreSQL's lexical structure</a>
 */
public final class SqlScriptReader {

    /** Is told what is no statement. Line and column are from 1. */
    public interface Listener {

        /** A command for psql: a backslash and the rest of its line. */
        default void metaCommand(String command, int line, int column) {}

        /** A string, name or comment that begins here and ends nowhere. */
        default void unterminated(String what, int line, int column) {}

        /** Data behind {@code COPY … FROM STDIN}: characters of the script from an offset to another. */
        default void data(long from, long to) {}
    }

    private static final int MANY_WORDS = 40;

    private final CountingReader in;
    private final Listener listener;
    private final StringBuilder text = new StringBuilder();
    private final List<String> words = new ArrayList<>();
    private int line;
    private int column;
    private int parentheses;
    private int atomicDepth;
    private String lastWord = "";
    private boolean fromStdin;
    private @Nullable CopyData data;

    /**
     * Reads a script.
     *
     * @param in its text, with {@code \n} at the end of each line; see {@link NormalizedInput}
     * @param listener is told what is no statement
     */
    public SqlScriptReader(Reader in, Listener listener) {
        this.in = new CountingReader(in);
        this.listener = listener;
    }

    /**
     * The next statement; comments before it are no part of it.
     *
     * @return the statement, or null at the script's end
     * @throws IOException if the script cannot be read
     */
    public @Nullable SqlStatementText next() throws IOException {
        skipData();
        begin();
        while (in.peek() >= 0) {
            int c = in.peek();
            if (c == ';' && parentheses == 0 && atomicDepth == 0) {
                in.read();
                if (text.length() > 0) {
                    return finish();
                }
            } else if (c == '\\') {
                metaCommand();
            } else {
                token(c);
            }
        }
        return text.length() > 0 ? finish() : null;
    }

    /**
     * The data behind the last statement, if that is {@code COPY … FROM STDIN}: its lines up to {@code \.} or the end of the
     * script. What is left unread of it is passed over by {@link #next}.
     *
     * @return the data, for one use
     */
    public Reader data() {
        CopyData present = data;
        if (present == null) {
            throw new IllegalStateException("the last statement is followed by no data");
        }
        return present;
    }

    private void skipData() throws IOException {
        CopyData present = data;
        if (present != null) {
            present.skipRest();
            listener.data(present.from(), present.to());
            data = null;
        }
    }

    private void begin() {
        text.setLength(0);
        words.clear();
        parentheses = 0;
        atomicDepth = 0;
        lastWord = "";
        fromStdin = false;
    }

    private SqlStatementText finish() throws IOException {
        boolean copies = fromStdin && words.get(0).equals("COPY");
        if (copies) {
            in.skipLine();
            data = new CopyData(in);
        }
        return new SqlStatementText(text.toString().stripTrailing(), words, line, column, copies);
    }

    private void token(int c) throws IOException {
        if (c == '-' && in.peekSecond() == '-') {
            lineComment();
        } else if (c == '/' && in.peekSecond() == '*') {
            blockComment();
        } else if (Character.isWhitespace(c)) {
            takeUnlessFirst();
        } else {
            mark();
            if (c == '\'') {
                boolean escapes =
                        lastWord.equals("E") && "eE".indexOf(text.charAt(Math.max(0, text.length() - 1))) >= 0;
                quoted('\'', escapes, "string");
            } else if (c == '"') {
                quoted('"', false, "quoted name");
            } else if (c == '$') {
                dollar();
            } else if (isWordStart(c)) {
                word();
            } else {
                parentheses = Math.max(0, parentheses + (c == '(' ? 1 : c == ')' ? -1 : 0));
                take();
            }
        }
    }

    private void mark() {
        if (text.length() == 0) {
            line = in.line();
            column = in.column();
        }
    }

    private int take() throws IOException {
        int c = in.read();
        text.append((char) c);
        return c;
    }

    /** Blanks and comments before a statement are no part of it. */
    private void takeUnlessFirst() throws IOException {
        int c = in.read();
        if (text.length() > 0) {
            text.append((char) c);
        }
    }

    private void lineComment() throws IOException {
        while (in.peek() >= 0 && in.peek() != '\n') {
            takeUnlessFirst();
        }
    }

    private void blockComment() throws IOException {
        int fromLine = in.line();
        int fromColumn = in.column();
        int depth = 0;
        do {
            if (in.peek() == '/' && in.peekSecond() == '*') {
                depth++;
                takeUnlessFirst();
            } else if (in.peek() == '*' && in.peekSecond() == '/') {
                depth--;
                takeUnlessFirst();
            }
            takeUnlessFirst();
        } while (depth > 0 && in.peek() >= 0);
        if (depth > 0) {
            listener.unterminated("comment", fromLine, fromColumn);
        }
    }

    private void quoted(char quote, boolean backslashEscapes, String what) throws IOException {
        int fromLine = in.line();
        int fromColumn = in.column();
        take();
        while (in.peek() >= 0) {
            int c = take();
            if (backslashEscapes && c == '\\' && in.peek() >= 0) {
                take();
            } else if (c == quote) {
                if (in.peek() != quote) {
                    return;
                }
                take();
            }
        }
        listener.unterminated(what, fromLine, fromColumn);
    }

    private void dollar() throws IOException {
        int fromLine = in.line();
        int fromColumn = in.column();
        int from = text.length();
        take();
        if (in.peek() >= '0' && in.peek() <= '9') {
            // a parameter, $1
            return;
        }
        while (in.peek() != '$' && in.peek() >= 0 && isWordPart(in.peek())) {
            take();
        }
        if (in.peek() != '$') {
            return;
        }
        take();
        String tag = text.substring(from);
        while (in.peek() >= 0) {
            if (take() == '$'
                    && text.length() >= from + 2 * tag.length()
                    && text.indexOf(tag, text.length() - tag.length()) >= 0) {
                return;
            }
        }
        listener.unterminated("dollar-quoted string " + tag, fromLine, fromColumn);
    }

    private void word() throws IOException {
        StringBuilder written = new StringBuilder();
        while (in.peek() >= 0 && isWordPart(in.peek())) {
            written.append((char) take());
        }
        String word = written.toString().toUpperCase(java.util.Locale.ROOT);
        if (word.equals("ATOMIC") && lastWord.equals("BEGIN")) {
            atomicDepth = 1;
        } else if (atomicDepth > 0 && word.equals("CASE")) {
            atomicDepth++;
        } else if (atomicDepth > 0 && word.equals("END")) {
            atomicDepth--;
        }
        fromStdin |= word.equals("STDIN") && lastWord.equals("FROM") && parentheses == 0;
        if (words.size() < MANY_WORDS) {
            words.add(word);
        }
        lastWord = word;
    }

    private static boolean isWordStart(int c) {
        return Character.isLetter(c) || c == '_';
    }

    private static boolean isWordPart(int c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }

    private void metaCommand() throws IOException {
        int fromLine = in.line();
        int fromColumn = in.column();
        listener.metaCommand(in.restOfLine(), fromLine, fromColumn);
    }
}
