package dev.dbmigrate.runtime.spi;

/**
 * Who runs, for people to read.
 *
 * @param id unique to this run
 * @param host the machine's name
 * @param pid the process id
 * @param user the operating system's user
 */
public record Runner(String id, String host, long pid, String user) {}
