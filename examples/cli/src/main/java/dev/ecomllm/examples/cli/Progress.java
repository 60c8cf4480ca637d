package dev.ecomllm.examples.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress on stderr: a bar with rate and time left. */
final class Progress {

  private Progress() {}

  static ProgressBar bar(String task, long rows) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(rows)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(1_000)
        .showSpeed()
        .setConsumer(new ConsoleProgressBarConsumer(System.err, 100))
        .build();
  }
}
