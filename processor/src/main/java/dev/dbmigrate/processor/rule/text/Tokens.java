package dev.dbmigrate.processor.rule.text;

import dev.dbmigrate.processor.source.Template;
import java.util.ArrayList;
import java.util.List;

/** Cuts SQL or Cypher that has gaps into tokens, as far as is needed to tell a value's place from a name's. */
final class Tokens {

    /** The kinds of tokens. */
    enum Kind {
        WORD,
        GAP,
        /** With its quotes. */
        STRING,
        /** A quoted name. */
        NAME,
        /** A dollar-quoted body or a comment. */
        OPAQUE,
        OPERATOR,
        /** One character of punctuation. */
        OTHER
    }

    /** A token and its place. */
    record Token(Kind kind, int from, int to) {}

    private static final String OPERATOR = "+-*/<>=~!%|&^@#";

    private final String text;
    private final Language language;
    private final List<Token> tokens = new ArrayList<>();

    private Tokens(String text, Language language) {
        this.text = text;
        this.language = language;
    }

    static List<Token> of(String text, Language language) {
        Tokens tokens = new Tokens(text, language);
        for (int at = 0; at < text.length(); ) {
            at = tokens.next(at);
        }
        return tokens.tokens;
    }

    private int next(int at) {
        char c = text.charAt(at);
        if (Character.isWhitespace(c)) {
            return at + 1;
        }
        if (c == Template.GAP) {
            return add(Kind.GAP, at, at + 1);
        }
        if (text.startsWith(language == Language.SQL ? "--" : "//", at)) {
            return add(Kind.OPAQUE, at, endOf("\n", at));
        }
        if (text.startsWith("/*", at)) {
            return add(Kind.OPAQUE, at, endOf("*/", at + 2));
        }
        if (c == '\'' || c == '"' || c == '`') {
            boolean name = c == '`' || (c == '"' && language == Language.SQL);
            return add(name ? Kind.NAME : Kind.STRING, at, endOfQuoted(c, at + 1));
        }
        if (c == '$' && language == Language.SQL) {
            int tag = text.indexOf('$', at + 1);
            if (tag > 0 && text.substring(at + 1, tag).chars().allMatch(Character::isJavaIdentifierPart)) {
                return add(Kind.OPAQUE, at, endOf(text.substring(at, tag + 1), tag + 1));
            }
        }
        int end = at + 1;
        if (Character.isLetterOrDigit(c) || c == '_' || c == '$') {
            while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
                end++;
            }
            return add(Kind.WORD, at, end);
        }
        if (OPERATOR.indexOf(c) >= 0) {
            while (end < text.length() && OPERATOR.indexOf(text.charAt(end)) >= 0) {
                end++;
            }
            return add(Kind.OPERATOR, at, end);
        }
        return add(Kind.OTHER, at, end);
    }

    private int add(Kind kind, int from, int to) {
        tokens.add(new Token(kind, from, to));
        return to;
    }

    private int endOf(String end, int from) {
        int found = text.indexOf(end, from);
        return found < 0 ? text.length() : found + end.length();
    }

    private int endOfQuoted(char quote, int from) {
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\' && language == Language.CYPHER && quote != '`') {
                at++;
            } else if (c == quote) {
                if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
                    at++;
                } else {
                    return at + 1;
                }
            }
        }
        return text.length();
    }
}
