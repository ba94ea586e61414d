package dev.dbmigrate.processor.script;

import dev.dbmigrate.script.SqlScriptReader;
import dev.dbmigrate.script.SqlStatementText;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads an SQL script by the reader that runs it too. */
final class SqlContent implements SqlScriptReader.Listener {

    private final List<ScriptContent.Remark> remarks = new ArrayList<>();
    private final List<ScriptContent.Range> data = new ArrayList<>();

    private SqlContent() {}

    static ScriptContent read(String text) {
        SqlContent content = new SqlContent();
        int firstLine = 0;
        boolean needsNoTransaction = false;
        try {
            SqlScriptReader reader = new SqlScriptReader(new StringReader(text), content);
            for (SqlStatementText next = reader.next(); next != null; next = reader.next()) {
                firstLine = firstLine == 0 ? next.line() : firstLine;
                needsNoTransaction |= next.needsNoTransaction();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new ScriptContent(firstLine, needsNoTransaction, content.remarks, content.data);
    }

    @Override
    public void metaCommand(String command, int line, int column) {
        remarks.add(new ScriptContent.Remark(ScriptDiagnostic.META_COMMAND, command.strip(), line, column));
    }

    @Override
    public void unterminated(String what, int line, int column) {
        remarks.add(new ScriptContent.Remark(ScriptDiagnostic.UNTERMINATED, what, line, column));
    }

    @Override
    public void data(long from, long to) {
        data.add(new ScriptContent.Range((int) from, (int) to));
    }
}
