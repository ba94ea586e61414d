package dev.dbmigrate.neo4j.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.neo4j.driver.exceptions.Neo4jException;

/** Words for a statement that the server refused: which, where in the text, why, and what to write instead. */
final class StatementErrors {

    private static final Pattern PLACE = Pattern.compile("\\s*\\(line (\\d+), column (\\d+)[^)]*\\)");
    /** Two dashes that no pattern can hold: {@code (a)--(b)} has its parentheses around them. */
    private static final Pattern SQL_COMMENT = Pattern.compile("(?m)(?:^|[;\\s])--(?:[^>(\\[\\n][^\\n]*)?$");

    private static final Pattern SET_WHERE = Pattern.compile("(?is)\\bSET\\b[^;]*\\bWHERE\\b");

    private StatementErrors() {}

    /** The words; {@code file} is the script's name, or empty if the text stands in the migration's class. */
    static String describe(String file, CypherStatement statement, Neo4jException e) {
        String said = ServerErrors.reason(e);
        Matcher place = PLACE.matcher(said);
        StringBuilder text = new StringBuilder("statement ")
                .append(statement.number())
                .append(" of ")
                .append(statement.of());
        if (!file.isEmpty()) {
            text.append(" of ").append(file);
        }
        if (place.find()) {
            int line = Integer.parseInt(place.group(1));
            int column = Integer.parseInt(place.group(2));
            text.append(", line ")
                    .append(statement.line() + line - 1)
                    .append(", column ")
                    .append(line == 1 ? statement.column() + column - 1 : column);
            said = said.substring(0, place.start()) + said.substring(place.end());
        } else {
            text.append(", line ").append(statement.line());
        }
        text.append(": ").append(said).append(" (").append(ServerErrors.code(e)).append(")");
        if (!place.reset(ServerErrors.reason(e)).find()) {
            text.append("\nin: ").append(statement.label());
        }
        String hint = hint(statement, e);
        return hint.isEmpty()
                ? text.toString()
                : text.append("\nhint: ").append(hint).toString();
    }

    private static String hint(CypherStatement statement, Neo4jException e) {
        String code = ServerErrors.code(e);
        String said = ServerErrors.reason(e);
        if (code.endsWith(".SyntaxError")) {
            if (SQL_COMMENT.matcher(statement.text()).find()) {
                return "a comment in Cypher begins with //, not with --";
            }
            if (SET_WHERE.matcher(statement.text()).find() && said.contains("WHERE")) {
                return "WHERE belongs to MATCH: write MATCH … WHERE … SET …";
            }
        }
        if (said.contains("Property values can only be of primitive types")) {
            return "Neo4j cannot store a map as a property: give each entry a property of its own, or store the map as"
                    + " JSON text";
        }
        if (said.contains("Enterprise Edition")) {
            return "this server is a Community Edition: it has uniqueness constraints, but no node key, existence or type"
                    + " constraints";
        }
        if (code.endsWith(".ForbiddenDueToTransactionType")) {
            return "this statement cannot share a transaction with the statements around it: give it a migration with"
                    + " transactional = false";
        }
        return "";
    }
}
