package dev.dbmigrate.processor.rule.cypher;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.neo4j.cypher.internal.parser.v5.Cypher5Lexer;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.StatementContext;

/** Reads a text by Neo4j's own grammar. The only class that runs the parser, so that nobody without Neo4j waits for it. */
final class CypherReader {

    private static final Set<String> RUN_OPTIONS = Set.of("EXPLAIN", "PROFILE");

    private CypherReader() {}

    /**
     * Reads a text.
     *
     * @param text statements with semicolons between them
     * @return the statements; what is empty or written in another version of Cypher than 5 is left out
     */
    static List<Piece> read(String text) {
        List<Piece> pieces = new ArrayList<>();
        List<Token> open = new ArrayList<>();
        for (Token token : words(text)) {
            if (token.getType() == Cypher5Lexer.SEMICOLON || token.getType() == Token.EOF) {
                add(pieces, text, open);
                open.clear();
            } else {
                open.add(token);
            }
        }
        return pieces;
    }

    private static List<Token> words(String text) {
        Cypher5Lexer lexer = new Cypher5Lexer(CharStreams.fromString(withoutSurrogates(text)));
        lexer.removeErrorListeners();
        List<Token> words = new ArrayList<>();
        for (Token token = lexer.nextToken(); ; token = lexer.nextToken()) {
            if (token.getChannel() == Token.DEFAULT_CHANNEL) {
                words.add(token);
            }
            if (token.getType() == Token.EOF) {
                return words;
            }
        }
    }

    /** ANTLR counts code points, a text counts characters: with one character for each half both count the same. */
    private static String withoutSurrogates(String text) {
        char[] characters = text.toCharArray();
        for (int i = 0; i < characters.length; i++) {
            if (Character.isSurrogate(characters[i])) {
                characters[i] = '\u00e6';
            }
        }
        return new String(characters);
    }

    private static void add(List<Piece> pieces, String text, List<Token> all) {
        int from = 0;
        if (word(all, 0).equals("CYPHER")) {
            from = 1;
            if (!word(all, from).isEmpty() && Character.isDigit(word(all, from).charAt(0))) {
                if (!word(all, from).equals("5")) {
                    return;
                }
                from++;
            }
            while (word(all, from + 1).equals("=")) {
                from += 3;
            }
        }
        while (RUN_OPTIONS.contains(word(all, from))) {
            from++;
        }
        if (from < all.size()) {
            pieces.add(parse(text, List.copyOf(all.subList(from, all.size()))));
        }
    }

    private static String word(List<Token> tokens, int index) {
        return index < tokens.size() ? tokens.get(index).getText().toUpperCase(Locale.ROOT) : "";
    }

    private static Piece parse(String text, List<Token> tokens) {
        try {
            // the fast mode reads nearly everything; what it cannot read may still be right
            return new Piece(text, tokens, statement(parser(tokens, PredictionMode.SLL)), null);
        } catch (ParseCancellationException notRead) {
            return parseSlowly(text, tokens);
        }
    }

    private static Piece parseSlowly(String text, List<Token> tokens) {
        Cypher5Parser parser = parser(tokens, PredictionMode.LL);
        try {
            return new Piece(text, tokens, statement(parser), null);
        } catch (ParseCancellationException notRead) {
            RecognitionException cause = notRead.getCause() instanceof RecognitionException known ? known : null;
            Token at = cause == null ? tokens.get(tokens.size() - 1) : cause.getOffendingToken();
            return new Piece(text, tokens, null, at);
        }
    }

    private static StatementContext statement(Cypher5Parser parser) {
        return parser.statements().statement(0);
    }

    private static Cypher5Parser parser(List<Token> tokens, PredictionMode mode) {
        Cypher5Parser parser = new Cypher5Parser(new CommonTokenStream(new ListTokenSource(tokens)));
        parser.removeErrorListeners();
        parser.setErrorHandler(new BailErrorStrategy());
        parser.getInterpreter().setPredictionMode(mode);
        return parser;
    }
}
