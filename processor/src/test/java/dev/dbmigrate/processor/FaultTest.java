package dev.dbmigrate.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.Messager;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.util.Elements;
import org.junit.jupiter.api.Test;

/** A fault of the processor becomes one error message and never an exception, which would hide the compiler's own errors. */
class FaultTest {

    @Test
    void anUnexpectedExceptionIsReportedOnce() {
        List<String> messages = new ArrayList<>();
        Messager messager =
                proxy(Messager.class, (self, method, arguments) -> messages.add(arguments[0] + " " + arguments[1]));
        Elements elements = proxy(Elements.class, (self, method, arguments) -> {
            throw new IllegalStateException("broken compiler");
        });
        ProcessingEnvironment environment =
                proxy(ProcessingEnvironment.class, (self, method, arguments) -> switch (method.getName()) {
                    case "getMessager" -> messager;
                    case "getElementUtils" -> elements;
                    default -> null;
                });
        RoundEnvironment round = proxy(RoundEnvironment.class, (self, method, arguments) -> null);
        MigrationProcessor processor = new MigrationProcessor();
        processor.init(environment);

        assertThat(processor.process(Set.of(), round)).isFalse();
        assertThat(processor.process(Set.of(), round)).isFalse();

        assertThat(messages)
                .singleElement()
                .satisfies(message -> assertThat(message)
                        .startsWith(
                                "ERROR [DBM-C001] the dbmigrate processor failed: java.lang.IllegalStateException: broken compiler")
                        .endsWith("write -proc:none"));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(
                FaultTest.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    Object result = handler.invoke(self, method, arguments);
                    return method.getReturnType() == void.class ? null : result;
                }));
    }
}
