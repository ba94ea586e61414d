package dev.dbmigrate.processor.model;

/** The elements of {@code @Migration} that name other migrations by class. */
public enum Relation {
    DEPENDS_ON("dependsOn"),
    AFTER("after"),
    REPLACES("replaces");

    private final String element;

    Relation(String element) {
        this.element = element;
    }

    /** The annotation element's name. */
    public String element() {
        return element;
    }
}
