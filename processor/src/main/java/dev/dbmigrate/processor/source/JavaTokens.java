package dev.dbmigrate.processor.source;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts Java source into tokens, so that a checksum sees what the compiler sees: no comments, no white space, literals by
 * value. Reads from a declaration's first token to the brace that closes its body.
 */
final class JavaTokens {

    enum Kind {
        WORD('w'),
        NUMBER('n'),
        CHARACTER('c'),
        STRING('s'),
        OPERATOR('o');

        /** Part of every checksum: never to be changed within {@code v1}. */
        final byte code;

        Kind(char code) {
            this.code = (byte) code;
        }
    }

    /** A token; its position counts in the source after unicode escapes are resolved. */
    record Token(Kind kind, String text, int position) {}

    /**
     * Only those that would read differently when cut up. {@code >} always stands alone: in {@code List<List<X>>} two of
     * them close two brackets.
     */
    private static final List<String> OPERATORS = List.of(
            "...", "<<=", "->", "::", "++", "--", "&&", "||", "==", "!=", "<=", "+=", "-=", "*=", "/=", "&=", "|=",
            "^=", "%=", "<<");

    /** The second characters of them all. */
    private static final String SECOND = ".<>:+-&|=";

    private static final String TEXT_BLOCK = "\"\"\"";

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int parentheses;
    private int braces;

    private JavaTokens(String source) {
        this.source = source;
    }

    /**
     * Cuts up the declaration of a type.
     *
     * @param source source text that begins with the declaration, its annotations and modifiers included; text after the
     *     declaration is not read
     * @return the tokens
     */
    static List<Token> ofDeclaration(String source) {
        JavaTokens tokens = new JavaTokens(UnicodeEscapes.resolve(source));
        while (tokens.at < tokens.source.length() && !tokens.next()) {
            // until the body is closed
        }
        return StringConcatenations.fold(tokens.tokens);
    }

    /**
     * How many lines below its first annotation or modifier a declaration's name stands.
     *
     * @param source source text that begins with the declaration
     * @param name the declared name
     * @return the number of line ends in between
     */
    static int linesToName(String source, String name) {
        return linesToName(source, ofDeclaration(source), name);
    }

    /** The same for a declaration that has been cut up already. */
    static int linesToName(String source, List<Token> tokens, String name) {
        String before = "";
        for (Token token : tokens) {
            if (token.text().equals(name) && (before.equals("class") || before.equals("record"))) {
                String gap = UnicodeEscapes.resolve(source)
                        .substring(0, token.position())
                        .replace("\r\n", "\n");
                return (int) gap.chars().filter(c -> c == '\n' || c == '\r').count();
            }
            before = token.kind() == Kind.WORD ? token.text() : "";
        }
        return 0;
    }

    /** Reads one token or skips one gap; true once the declaration's body is closed. */
    private boolean next() {
        char c = source.charAt(at);
        if (Character.isWhitespace(c) || c == '\u001A') {
            at++;
        } else if (source.startsWith("//", at)) {
            skipTo("\n", "\r");
        } else if (source.startsWith("/*", at)) {
            at = Math.min(source.length(), at + 2);
            skipTo("*/", "*/");
            at = Math.min(source.length(), at + 2);
        } else if (source.startsWith(TEXT_BLOCK, at)) {
            textBlock();
        } else if (c == '"' || c == '\'') {
            literal(c);
        } else if (isDigit(c) || (c == '.' && at + 1 < source.length() && isDigit(source.charAt(at + 1)))) {
            number();
        } else if (Character.isJavaIdentifierStart(source.codePointAt(at))) {
            word();
        } else {
            return operator(c);
        }
        return false;
    }

    private void skipTo(String end, String otherEnd) {
        int first = source.indexOf(end, at);
        int second = source.indexOf(otherEnd, at);
        int nearest = first < 0 ? second : second < 0 ? first : Math.min(first, second);
        at = nearest < 0 ? source.length() : nearest;
    }

    private void textBlock() {
        int from = at + TEXT_BLOCK.length();
        int end = from;
        while (end < source.length() && !source.startsWith(TEXT_BLOCK, end)) {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        String body = source.substring(from, Math.min(end, source.length()));
        at = Math.min(end + TEXT_BLOCK.length(), source.length());
        tokens.add(new Token(Kind.STRING, Literals.textBlock(body), from));
    }

    private void literal(char quote) {
        int end = at + 1;
        while (end < source.length() && source.charAt(end) != quote) {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        String body = source.substring(at + 1, Math.min(end, source.length()));
        tokens.add(new Token(quote == '"' ? Kind.STRING : Kind.CHARACTER, Literals.escaped(body), at));
        at = Math.min(end + 1, source.length());
    }

    private void number() {
        boolean hex = source.regionMatches(true, at, "0x", 0, 2);
        int end = at;
        while (end < source.length() && isPartOfNumber(end, hex)) {
            end++;
        }
        tokens.add(new Token(Kind.NUMBER, source.substring(at, end), at));
        at = end;
    }

    private boolean isPartOfNumber(int index, boolean hex) {
        char c = source.charAt(index);
        if (c == '+' || c == '-') {
            char before = Character.toLowerCase(source.charAt(Math.max(at, index - 1)));
            return index > at && before == (hex ? 'p' : 'e');
        }
        return c == '.' || Character.isJavaIdentifierPart(c);
    }

    private void word() {
        int end = at;
        while (end < source.length() && Character.isJavaIdentifierPart(source.codePointAt(end))) {
            end += Character.charCount(source.codePointAt(end));
        }
        tokens.add(new Token(Kind.WORD, source.substring(at, end), at));
        at = end;
    }

    private boolean operator(char c) {
        if (at + 1 < source.length() && SECOND.indexOf(source.charAt(at + 1)) >= 0) {
            for (String operator : OPERATORS) {
                if (source.startsWith(operator, at)) {
                    tokens.add(new Token(Kind.OPERATOR, operator, at));
                    at += operator.length();
                    return false;
                }
            }
        }
        tokens.add(new Token(Kind.OPERATOR, String.valueOf(c), at));
        at++;
        // braces inside parentheses are arrays of annotations before the body, and are balanced within it
        parentheses += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (parentheses == 0 || braces > 0) {
            braces += c == '{' ? 1 : c == '}' ? -1 : 0;
            return c == '}' && braces == 0;
        }
        return false;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
