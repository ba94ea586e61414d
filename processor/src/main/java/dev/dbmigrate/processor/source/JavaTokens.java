package dev.dbmigrate.processor.source;

import dev.dbmigrate.model.Checksum;
import dev.dbmigrate.model.Checksum.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cuts Java source into tokens, so that a checksum sees what the compiler sees: no comments, no white space, literals by
 * value. Reads from a declaration's first token to the brace that closes its body.
 */
final class JavaTokens {

    /** A token; its position counts in the source after unicode escapes are resolved. */
    record Token(Part kind, String text, int position) {}

    /**
     * Only those that would read differently when cut up. {@code >} always stands alone: in {@code List<List<X>>} two of
     * them close two brackets.
     */
    private static final List<String> OPERATORS = List.of(
            "...", "<<=", "->", "::", "++", "--", "&&", "||", "==", "!=", "<=", "+=", "-=", "*=", "/=", "&=", "|=",
            "^=", "%=", "<<");

    /** The second characters of them all. */
    private static final String SECOND = ".<>:+-&|=";

    /** One string for each, and not a new one for each brace. */
    private static final String[] SINGLE =
            IntStream.range(0, 128).mapToObj(Character::toString).toArray(String[]::new);

    private static final String TEXT_BLOCK = "\"\"\"";

    private final String source;

    /** The same: every character is looked at, mostly before the JVM has compiled what looks at it. */
    private final char[] chars;

    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int parentheses;
    private int braces;

    private JavaTokens(String source) {
        this.source = source;
        this.chars = source.toCharArray();
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
        while (tokens.at < tokens.chars.length && !tokens.next()) {
            // until the body is closed
        }
        return StringConcatenations.fold(tokens.tokens);
    }

    /**
     * The checksum of a type's declaration.
     *
     * @param source source text that begins with the declaration
     * @return {@code v1:} and 64 hexadecimal digits
     */
    static String checksum(String source) {
        return checksum(ofDeclaration(source));
    }

    /** The same for a declaration that has been cut up already. */
    static String checksum(List<Token> tokens) {
        Checksum checksum = new Checksum();
        for (Token token : ReplacesTokens.leftOut(tokens)) {
            checksum.add(token.kind(), token.text());
        }
        return checksum.value();
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
                return lineEnds(UnicodeEscapes.resolve(source), token.position());
            }
            before = token.kind() == Part.WORD ? token.text() : "";
        }
        return 0;
    }

    private static int lineEnds(String source, int end) {
        int count = 0;
        for (int i = 0; i < end; i++) {
            char c = source.charAt(i);
            if (c == '\n' || (c == '\r' && source.charAt(i + 1) != '\n')) {
                count++;
            }
        }
        return count;
    }

    /** Reads one token or skips one gap; true once the declaration's body is closed. */
    private boolean next() {
        char c = chars[at];
        if (isPlainLetter(c)) {
            word();
        } else if (isSpace(c)) {
            while (at < chars.length && isSpace(chars[at])) {
                at++;
            }
        } else if (c == '/' && source.startsWith("//", at)) {
            skipTo("\n", "\r");
        } else if (c == '/' && source.startsWith("/*", at)) {
            at = Math.min(source.length(), at + 2);
            skipTo("*/", "*/");
            at = Math.min(source.length(), at + 2);
        } else if (c == '"' && source.startsWith(TEXT_BLOCK, at)) {
            textBlock();
        } else if (c == '"' || c == '\'') {
            literal(c);
        } else if (isDigit(c) || (c == '.' && at + 1 < chars.length && isDigit(chars[at + 1]))) {
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
        while (end < chars.length && !(chars[end] == '"' && source.startsWith(TEXT_BLOCK, end))) {
            end += chars[end] == '\\' ? 2 : 1;
        }
        String body = source.substring(from, Math.min(end, source.length()));
        at = Math.min(end + TEXT_BLOCK.length(), source.length());
        tokens.add(new Token(Part.STRING, Literals.textBlock(body), from));
    }

    private void literal(char quote) {
        int end = at + 1;
        while (end < chars.length && chars[end] != quote) {
            end += chars[end] == '\\' ? 2 : 1;
        }
        String body = source.substring(at + 1, Math.min(end, chars.length));
        tokens.add(new Token(quote == '"' ? Part.STRING : Part.CHARACTER, Literals.escaped(body), at));
        at = Math.min(end + 1, source.length());
    }

    private void number() {
        boolean hex = source.regionMatches(true, at, "0x", 0, 2);
        int end = at;
        while (end < source.length() && isPartOfNumber(end, hex)) {
            end++;
        }
        tokens.add(new Token(Part.NUMBER, source.substring(at, end), at));
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
        while (end < chars.length) {
            if (isPlainLetter(chars[end]) || isDigit(chars[end])) {
                end++;
            } else if (Character.isJavaIdentifierPart(source.codePointAt(end))) {
                end += Character.charCount(source.codePointAt(end));
            } else {
                break;
            }
        }
        tokens.add(new Token(Part.WORD, source.substring(at, end), at));
        at = end;
    }

    private boolean operator(char c) {
        if (at + 1 < chars.length && SECOND.indexOf(chars[at + 1]) >= 0) {
            for (String operator : OPERATORS) {
                if (source.startsWith(operator, at)) {
                    tokens.add(new Token(Part.OPERATOR, operator, at));
                    at += operator.length();
                    return false;
                }
            }
        }
        tokens.add(new Token(Part.OPERATOR, c < 128 ? SINGLE[c] : String.valueOf(c), at));
        at++;
        // braces inside parentheses are arrays of annotations before the body, and are balanced within it
        parentheses += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (parentheses == 0 || braces > 0) {
            braces += c == '{' ? 1 : c == '}' ? -1 : 0;
            return c == '}' && braces == 0;
        }
        return false;
    }

    private static boolean isPlainLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\n' || c == '\u001A' || Character.isWhitespace(c);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
