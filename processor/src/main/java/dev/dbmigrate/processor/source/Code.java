package dev.dbmigrate.processor.source;

import java.util.List;

/**
 * What stands in the methods of a class.
 *
 * @param seen whether the source could be seen
 * @param calls all calls, in the order in which they are written; arguments and targets before the call that they belong to
 * @param literals its string literals and text blocks, wherever they stand: in fields and nested classes too
 * @param typeUses the other classes of the module that it uses
 */
public record Code(boolean seen, List<Call> calls, List<Literal> literals, List<TypeUse> typeUses) {

    /** Of a class whose source cannot be seen. */
    public static final Code UNSEEN = new Code(false, List.of(), List.of(), List.of());

    public Code {
        calls = List.copyOf(calls);
        literals = List.copyOf(literals);
        typeUses = List.copyOf(typeUses);
    }
}
