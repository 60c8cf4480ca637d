package dev.ecomllm.bulk;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of a run, what they hand back, and the time they live in. One thread starts work and
 * takes what comes back.
 *
 * @param <T> what work hands back
 */
interface Workers<T> extends AutoCloseable {

  /** Nanoseconds since some moment. */
  long nanoTime();

  /** Starts something on another thread, soon. */
  void start(Runnable work);

  /** Hands something back; called by the work itself. It lies there until it is taken. */
  void handBack(T result);

  /** Lets the thread that awaits go on. */
  void wake();

  /** Waits until something is there and somebody wakes this thread, at most so long; takes all. */
  List<T> await(long nanos) throws InterruptedException;

  /** Room for so many at once. */
  void resize(int threads);

  /** Interrupts what still runs, and waits for none of it. */
  @Override
  void close();

  /**
   * Threads of this JVM: virtual ones, where it has them, for work that waits more than it
   * computes, which is so wherever there are to be more at once than there are processors.
   */
  static <T> Workers<T> threads(boolean waiting) {
    return new Jvm<>(waiting);
  }

  /** Real threads and real time. */
  final class Jvm<T> implements Workers<T> {

    private static final long IDLE_SECONDS = 10;

    private final Queue<T> results = new ConcurrentLinkedQueue<>();
    private final Semaphore bell = new Semaphore(0);
    private final ExecutorService executor;

    Jvm(boolean waiting) {
      executor = waiting ? virtualIfThereAre() : pool();
    }

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public void start(Runnable work) {
      executor.execute(work);
    }

    @Override
    public void handBack(T result) {
      results.add(result);
    }

    @Override
    public void wake() {
      bell.release();
    }

    @Override
    public List<T> await(long nanos) throws InterruptedException {
      if (bell.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
        bell.drainPermits();
      }
      List<T> taken = new ArrayList<>();
      for (T next = results.poll(); next != null; next = results.poll()) {
        taken.add(next);
      }
      return taken;
    }

    @Override
    public void resize(int threads) {
      if (executor instanceof ThreadPoolExecutor pool && pool.getMaximumPoolSize() != threads) {
        pool.setCorePoolSize(Math.min(threads, pool.getMaximumPoolSize()));
        pool.setMaximumPoolSize(threads);
        pool.setCorePoolSize(threads);
      }
    }

    @Override
    public void close() {
      executor.shutdownNow();
    }

    private static ExecutorService virtualIfThereAre() {
      try {
        return (ExecutorService)
            Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
      } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
        return pool(); // a JVM before 21, or one that has them as a preview
      }
    }

    private static ExecutorService pool() {
      AtomicInteger count = new AtomicInteger();
      ThreadPoolExecutor pool =
          new ThreadPoolExecutor(
              1,
              1,
              IDLE_SECONDS,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(),
              work -> {
                Thread thread = new Thread(work, "bulk-" + count.incrementAndGet());
                thread.setDaemon(true);
                return thread;
              });
      pool.allowCoreThreadTimeOut(true);
      return pool;
    }
  }
}
