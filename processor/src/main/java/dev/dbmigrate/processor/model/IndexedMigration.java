package dev.dbmigrate.processor.model;

import javax.lang.model.element.TypeElement;

/**
 * A migration as the generated index of its module tells.
 *
 * @param id its id
 * @param type its class, which still carries {@code @Migration} with that id
 * @param checksum {@code v1:…} or empty
 * @param line the line of its class, or 0
 * @param index the class that carries the index
 */
public record IndexedMigration(String id, TypeElement type, String checksum, int line, TypeElement index) {}
