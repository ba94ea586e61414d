package dev.dbmigrate.processor.source;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts a string together of what is known of it and of gaps. For one expression. */
final class Templates {

    /** A specifier of {@link java.util.Formatter}: index, flags and width, conversion. */
    private static final Pattern SPECIFIER = Pattern.compile("%(?:(\\d+)\\$)?([-#+ 0,(<]*\\d*(?:\\.\\d+)?)([a-zA-Z%])");

    private final JavacFile file;
    private final Texts texts;
    private final Variables variables;
    private final List<String> values = new ArrayList<>();
    private SourceText text;
    private boolean anyKnown;

    private Templates(JavacFile file, Texts texts, Variables variables, ExpressionTree whole) {
        this.file = file;
        this.texts = texts;
        this.variables = variables;
        text = file.constant(whole, "");
    }

    /** What is known of an expression's value, or null if that is all of it, or nothing. */
    static @Nullable Template of(ExpressionTree expression, JavacFile file, Texts texts, Variables variables) {
        ExpressionTree plain = variables.behind(expression);
        if (!(plain instanceof BinaryTree) && texts.formatted(plain).isEmpty()) {
            return null;
        }
        Templates templates = new Templates(file, texts, variables, expression);
        templates.add(expression);
        return templates.anyKnown && !templates.values.isEmpty()
                ? new Template(templates.text, templates.values)
                : null;
    }

    private void add(ExpressionTree expression) {
        SourceText known = texts.value(expression);
        if (known != null) {
            text = text.followedBy(known);
            anyKnown = true;
            return;
        }
        ExpressionTree plain = variables.behind(expression);
        if (plain instanceof BinaryTree binary && binary.getKind() == Tree.Kind.PLUS) {
            add(binary.getLeftOperand());
            add(binary.getRightOperand());
            return;
        }
        List<? extends ExpressionTree> parts = texts.formatted(plain);
        SourceText format = parts.isEmpty() ? null : texts.known(parts.get(0));
        if (format == null) {
            gap(expression, file.constant(expression, String.valueOf(Template.GAP)));
        } else {
            addFormatted(format, parts.subList(1, parts.size()));
        }
    }

    private void addFormatted(SourceText format, List<? extends ExpressionTree> arguments) {
        anyKnown = true;
        Matcher specifier = SPECIFIER.matcher(format.value());
        int end = 0;
        int next = 0;
        while (specifier.find()) {
            text = text.followedBy(format.part(end, specifier.start()));
            end = specifier.end();
            char conversion = specifier.group(3).charAt(0);
            if (conversion == '%' || conversion == 'n') {
                text = text.followedBy(at(format, specifier.start(), conversion == '%' ? "%" : "\n"));
                continue;
            }
            int index = specifier.group(1) != null ? Integer.parseInt(specifier.group(1)) - 1 : next++;
            if (index >= 0 && index < arguments.size()) {
                addArgument(arguments.get(index), at(format, specifier.start(), String.valueOf(Template.GAP)));
            }
        }
        text = text.followedBy(format.part(end, format.value().length()));
    }

    private void addArgument(ExpressionTree argument, SourceText gap) {
        SourceText known = texts.value(argument);
        if (known != null) {
            text = text.followedBy(known);
        } else {
            gap(argument, gap);
        }
    }

    private void gap(ExpressionTree expression, SourceText gap) {
        text = text.followedBy(gap);
        values.add(expression.toString());
    }

    /** A text that stands for a character of another one. */
    private static SourceText at(SourceText other, int index, String value) {
        return new SourceText(value, anywhere -> other.at(index));
    }
}
