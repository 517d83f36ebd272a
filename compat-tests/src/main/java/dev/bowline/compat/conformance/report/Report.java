package dev.bowline.compat.conformance.report;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * All results of a run, in the order of the page.
 *
 * @param url the channel that was checked
 * @param results one for each check, and one for each thing that is known not to be checked
 * @param time how long the run took
 */
public record Report(String url, List<Result> results, Duration time) {

  public Report {
    results = List.copyOf(results);
  }

  public List<Result> passed() {
    return with(Outcome.PASSED);
  }

  public List<Result> failed() {
    return with(Outcome.FAILED);
  }

  public List<Result> notChecked() {
    return with(Outcome.NOT_CHECKED);
  }

  /** Whether nothing has failed. */
  public boolean isClean() {
    return failed().isEmpty();
  }

  /** The results of each clause. */
  public Map<Clause, List<Result>> byClause() {
    return results.stream()
        .collect(Collectors.groupingBy(Result::clause, LinkedHashMap::new, Collectors.toList()));
  }

  private List<Result> with(Outcome outcome) {
    return results.stream().filter(result -> result.outcome() == outcome).toList();
  }
}
