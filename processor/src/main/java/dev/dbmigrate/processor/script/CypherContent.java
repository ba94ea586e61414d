package dev.dbmigrate.processor.script;

import java.util.ArrayList;
import java.util.List;

/** Reads a Cypher script so far as to see whether it has statements, and which lines are for cypher-shell. */
final class CypherContent {

    private final String text;
    private final List<ScriptContent.Remark> remarks = new ArrayList<>();
    private int at;
    private int line = 1;
    private int lineStart;
    private int firstLine;

    CypherContent(String text) {
        this.text = text;
    }

    ScriptContent read() {
        boolean between = true;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (text.startsWith("//", at)) {
                skipTo("\n");
            } else if (text.startsWith("/*", at)) {
                skipPast("*/", at + 2, "comment");
            } else if (Character.isWhitespace(c)) {
                advance(at + 1);
            } else if (c == ';') {
                between = true;
                advance(at + 1);
            } else if (between && c == ':') {
                int end = text.indexOf('\n', at);
                String command =
                        text.substring(at, end < 0 ? text.length() : end).strip();
                remark(ScriptDiagnostic.CLIENT_COMMAND, command);
                skipTo("\n");
            } else {
                firstLine = firstLine == 0 ? line : firstLine;
                between = false;
                token(c);
            }
        }
        return new ScriptContent(firstLine, false, remarks, List.of());
    }

    private void token(char c) {
        if (c == '\'' || c == '"') {
            int end = at + 1;
            while (end < text.length() && text.charAt(end) != c) {
                end += text.charAt(end) == '\\' ? 2 : 1;
            }
            if (end >= text.length()) {
                remark(ScriptDiagnostic.UNTERMINATED, "string");
            }
            advance(Math.min(end + 1, text.length()));
        } else if (c == '`') {
            skipPast("`", at + 1, "quoted name");
        } else {
            advance(at + 1);
        }
    }

    private void skipTo(String sign) {
        int end = text.indexOf(sign, at);
        advance(end < 0 ? text.length() : end);
    }

    private void skipPast(String sign, int from, String what) {
        int end = text.indexOf(sign, from);
        if (end < 0) {
            remark(ScriptDiagnostic.UNTERMINATED, what);
        }
        advance(end < 0 ? text.length() : end + sign.length());
    }

    private void remark(ScriptDiagnostic diagnostic, String what) {
        remarks.add(new ScriptContent.Remark(diagnostic, what, line, at - lineStart + 1));
    }

    private void advance(int to) {
        for (; at < to; at++) {
            if (text.charAt(at) == '\n') {
                line++;
                lineStart = at + 1;
            }
        }
    }
}
