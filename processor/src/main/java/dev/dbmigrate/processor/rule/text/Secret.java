package dev.dbmigrate.processor.rule.text;

/**
 * A secret within a text. It does not hold the secret itself, so that no message can.
 *
 * @param diagnostic what to report
 * @param index where it begins in the text
 * @param what the scheme of a connection string, or what kind of thing it is
 * @param variable the environment's variable that a token should come from; else empty
 */
record Secret(TextDiagnostic diagnostic, int index, String what, String variable) {}
