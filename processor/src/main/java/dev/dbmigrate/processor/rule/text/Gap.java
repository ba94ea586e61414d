package dev.dbmigrate.processor.rule.text;

/**
 * A place in a statement where something unknown is joined in.
 *
 * @param first the number of its value among those of the template
 * @param isValue whether a parameter can stand there
 * @param from where the text begins that a parameter would replace: with its quotes
 * @param to where it ends
 */
record Gap(int first, boolean isValue, int from, int to) {}
