package dev.dbmigrate.processor.rule.postgres.sql;

import java.util.ArrayList;
import java.util.List;

/** Reads {@code UPDATE}, {@code DELETE} and {@code INSERT}, also in and behind a {@code WITH}. */
final class DataReader {

    /** Deeper than anybody writes, and far from the end of the stack. */
    private static final int DEEPEST = 20;

    private final TokenReader reader;
    private final int depth;
    private final List<SqlChange> changes = new ArrayList<>();

    DataReader(TokenReader reader) {
        this(reader, 0);
    }

    private DataReader(TokenReader reader, int depth) {
        this.reader = reader;
        this.depth = depth;
    }

    List<SqlChange> read() {
        if (depth < DEEPEST && reader.accept("with")) {
            reader.accept("recursive");
            withQueries();
        }
        int start = reader.peek().start();
        if (reader.accept("update")) {
            update(start);
        } else if (reader.accept("delete", "from")) {
            delete(start);
        } else if (reader.accept("insert", "into")) {
            SqlName table = reader.name();
            if (table != null) {
                changes.add(new SqlChange.Insert(table));
            }
        } else if (reader.accept("select")) {
            into();
        }
        return changes.isEmpty() ? List.of(new SqlChange.Other()) : changes;
    }

    private void withQueries() {
        do {
            while (!reader.atEnd() && !reader.has("as")) {
                reader.skip();
            }
            reader.accept("as");
            reader.accept("not");
            reader.accept("materialized");
            for (SqlChange change : new DataReader(new TokenReader(reader.parenthesized()), depth + 1).read()) {
                if (!(change instanceof SqlChange.Other)) {
                    changes.add(change);
                }
            }
            // SEARCH and CYCLE clauses
            while (reader.has("search") || reader.has("cycle")) {
                while (!reader.atEnd() && !reader.accept("set")) {
                    reader.skip();
                }
                reader.next();
            }
        } while (reader.accept(','));
    }

    private void update(int start) {
        reader.accept("only");
        SqlName table = reader.name();
        skipTo("set");
        if (table == null || !reader.accept("set")) {
            return;
        }
        List<SqlToken> rest = reader.rest();
        skipTo("from", "where", "returning");
        List<String> columns = new ArrayList<>();
        for (List<SqlToken> item :
                TokenReader.items(rest.subList(0, rest.size() - reader.rest().size()))) {
            for (SqlToken token : item) {
                if (token.is('=')) {
                    break;
                }
                if (token.isName()) {
                    columns.add(token.name());
                }
            }
        }
        changes.add(new SqlChange.Update(start, table, columns, where()));
    }

    private void delete(int start) {
        reader.accept("only");
        SqlName table = reader.name();
        if (table != null) {
            changes.add(new SqlChange.Delete(start, table, where()));
        }
    }

    private void into() {
        skipTo("into", "from");
        if (!reader.accept("into")) {
            return;
        }
        while (reader.has("temp") || reader.has("temporary") || reader.has("unlogged") || reader.has("table")) {
            reader.next();
        }
        SqlName table = reader.name();
        if (table != null) {
            changes.add(new SqlChange.CreateTable(table, List.of(), List.of(), false));
        }
    }

    private List<SqlToken> where() {
        skipTo("where");
        reader.accept("where");
        List<SqlToken> rest = reader.rest();
        skipTo("returning");
        return rest.subList(0, rest.size() - reader.rest().size());
    }

    private void skipTo(String... words) {
        while (!reader.atEnd()) {
            for (String word : words) {
                if (reader.has(word)) {
                    return;
                }
            }
            reader.skip();
        }
    }
}
