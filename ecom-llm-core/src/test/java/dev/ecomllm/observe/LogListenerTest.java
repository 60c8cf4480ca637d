package dev.ecomllm.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

class LogListenerTest {

  private final List<String> lines = new ArrayList<>();

  @Test
  void writesWhatHappensWithoutAnyText() {
    LogListener listener = new LogListener(new Lines());

    Events.ALL.forEach(listener::on);

    assertThat(lines)
        .containsExactly(
            "DEBUG classify 'sku-1' (m) call 1: timed_out in 100 ms, tokens 0 + 0",
            "INFO classify 'sku-1' (m) call 1 failed, next in 100 ms: slow",
            "DEBUG classify 'sku-1' (m) call 2: reply in 100 ms, tokens 1000 + 10",
            "INFO classify 'sku-1' (m) asked again: expected a path",
            "DEBUG classify 'sku-1' (m) call 3: reply in 100 ms, tokens 1000 + 20",
            "DEBUG classify 'sku-1' (m) answered in 100 ms, calls: 3, question 0123456789abcdef",
            "DEBUG classify 'sku-2' (m) answered in 100 ms, from the cache, question"
                + " 0123456789abcdef",
            "WARN qa 'sku-3' (m) failed after 100 ms: no",
            "WARN qa 'sku-4' (m) failed after 100 ms: expected JSON");
    new LogListener().on(Events.ALL.get(0));
  }

  private final class Lines extends LegacyAbstractLogger {

    private static final long serialVersionUID = 1L;

    @Override
    protected void handleNormalizedLoggingCall(
        Level level, Marker marker, String message, Object[] arguments, Throwable thrown) {
      lines.add(level + " " + MessageFormatter.basicArrayFormat(message, arguments));
    }

    @Override
    protected String getFullyQualifiedCallerName() {
      return "";
    }

    @Override
    public boolean isTraceEnabled() {
      return true;
    }

    @Override
    public boolean isDebugEnabled() {
      return true;
    }

    @Override
    public boolean isInfoEnabled() {
      return true;
    }

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }
  }
}
