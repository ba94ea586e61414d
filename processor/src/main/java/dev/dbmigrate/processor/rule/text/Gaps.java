package dev.dbmigrate.processor.rule.text;

import dev.dbmigrate.processor.rule.text.Tokens.Kind;
import dev.dbmigrate.processor.rule.text.Tokens.Token;
import dev.dbmigrate.processor.source.Template;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Tells which gaps of a statement are values, for which a parameter can stand. A gap that may be anything else (a name, a
 * condition, a list of columns) is none.
 */
final class Gaps {

    private static final Set<String> LISTS = Set.of("VALUES", "IN");
    private static final Set<String> AFFIXES = Set.of("STARTS", "ENDS");
    private static final Set<String> TYPED =
            Set.of("INTERVAL", "DATE", "TIME", "TIMESTAMP", "TIMESTAMPTZ", "JSON", "JSONB", "UUID");

    private final String text;
    private final Language language;
    private final List<Token> tokens;
    private final List<Gap> gaps = new ArrayList<>();
    private final Deque<Boolean> brackets = new ArrayDeque<>();
    private int statement;
    private int next;
    private boolean inTuples;
    private boolean inColumns;

    private Gaps(String text, Language language) {
        this.text = text;
        this.language = language;
        tokens = Tokens.of(text, language).stream()
                .filter(token -> token.kind() != Kind.OPAQUE || gapsIn(token) > 0)
                .toList();
    }

    /** The gaps of a text, in their order; none if it does not begin like a statement. */
    static List<Gap> of(String text, Language language) {
        Gaps gaps = new Gaps(text, language);
        if (!gaps.tokens.isEmpty() && language.begins(gaps.word(0))) {
            for (int i = 0; i < gaps.tokens.size(); i++) {
                gaps.read(i);
            }
        }
        return gaps.gaps;
    }

    private void read(int i) {
        Token token = tokens.get(i);
        switch (token.kind()) {
            case GAP -> add(i, i, isValue(i));
            case STRING -> {
                if (gapsIn(token) > 0) {
                    add(typed(i) ? i - 1 : i, i, hasParameters());
                }
            }
            case NAME, OPAQUE -> {
                if (gapsIn(token) > 0 && !isComment(token)) {
                    add(i, i, false);
                } else {
                    next += gapsIn(token);
                }
            }
            case WORD -> readWord(i);
            case OTHER -> readPunctuation(i);
            case OPERATOR -> {}
        }
    }

    private void readWord(int i) {
        String word = word(i).toUpperCase(Locale.ROOT);
        if (word.equals("VALUES")) {
            inTuples = true;
            inColumns = false;
        } else if (word.equals("INTO")) {
            inColumns = true;
        } else if (word.equals("SELECT") || word.equals("ON") || word.equals("RETURNING")) {
            inTuples = false;
            inColumns = false;
        }
    }

    private void readPunctuation(int i) {
        switch (text.charAt(tokens.get(i).from())) {
            case '(' -> brackets.push(opensValues(i));
            case '[' -> brackets.push(language == Language.CYPHER && word(i - 1).equalsIgnoreCase("IN"));
            case '{' -> brackets.push(language == Language.CYPHER);
            case ')', ']', '}' -> brackets.poll();
            case ';' -> {
                statement = i + 1;
                inTuples = false;
                inColumns = false;
                brackets.clear();
            }
            default -> {}
        }
    }

    /** Whether a parenthesis opens a list of values: {@code VALUES (}, {@code IN (}, {@code f(}. */
    private boolean opensValues(int i) {
        String before = word(i - 1).toUpperCase(Locale.ROOT);
        if (LISTS.contains(before)) {
            return true;
        }
        if (inTuples && brackets.isEmpty()) {
            return true;
        }
        boolean called = kind(i - 1) == Kind.WORD
                && tokens.get(i - 1).to() == tokens.get(i).from();
        return called && !inColumns && !language.begins(before);
    }

    private boolean isValue(int i) {
        if (i == statement || isGlued(i) || !hasParameters()) {
            return false;
        }
        boolean inValues = Boolean.TRUE.equals(brackets.peek());
        if (isOne(i - 1, "(,[")) {
            return inValues;
        }
        if (isOne(i - 1, ":")) {
            // Cypher's braces hold properties, its parentheses labels: the bracket that is open decides what a colon
            // means
            return language == Language.CYPHER && inValues;
        }
        String before =
                text.substring(tokens.get(i - 1).from(), tokens.get(i - 1).to());
        boolean between = before.equalsIgnoreCase("AND") && word(i - 3).equalsIgnoreCase("BETWEEN");
        boolean affix =
                before.equalsIgnoreCase("WITH") && AFFIXES.contains(word(i - 2).toUpperCase(Locale.ROOT));
        return language.isBeforeValue(before) || between || affix;
    }

    /** Whether it is a part of a name: {@code users_}, {@code schema.}, and not a whole token. */
    private boolean isGlued(int i) {
        Token gap = tokens.get(i);
        boolean before = tokens.get(i - 1).to() == gap.from() && kind(i - 1) != Kind.OPERATOR && !isOne(i - 1, "(,[:{");
        boolean after = i + 1 < tokens.size()
                && tokens.get(i + 1).from() == gap.to()
                && kind(i + 1) != Kind.OPERATOR
                && !isOne(i + 1, "),]};:");
        return before || after;
    }

    private boolean hasParameters() {
        return language.hasParameters(word(statement), word(statement + 1));
    }

    private boolean typed(int i) {
        return language == Language.SQL
                && i > statement
                && TYPED.contains(word(i - 1).toUpperCase(Locale.ROOT));
    }

    private boolean isComment(Token token) {
        return token.kind() == Kind.OPAQUE && text.charAt(token.from()) != '$';
    }

    private void add(int first, int last, boolean isValue) {
        gaps.add(new Gap(
                next, isValue, tokens.get(first).from(), tokens.get(last).to()));
        next += gapsIn(tokens.get(last));
    }

    private int gapsIn(Token token) {
        return (int) text.substring(token.from(), token.to())
                .chars()
                .filter(c -> c == Template.GAP)
                .count();
    }

    private Kind kind(int i) {
        return i < 0 || i >= tokens.size() ? Kind.OTHER : tokens.get(i).kind();
    }

    private boolean isOne(int i, String characters) {
        return i >= 0
                && i < tokens.size()
                && tokens.get(i).kind() == Kind.OTHER
                && characters.indexOf(text.charAt(tokens.get(i).from())) >= 0;
    }

    /** A token that is a word, else an empty text. */
    private String word(int i) {
        return kind(i) == Kind.WORD
                ? text.substring(tokens.get(i).from(), tokens.get(i).to())
                : "";
    }
}
