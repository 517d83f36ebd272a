package dev.bowline.compat.netns;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What iptables does to the packets between a server and its clients in a namespace. Rules are
 * counted: one that no packet has met is no fault.
 */
public final class Firewall {
  /** As many as one rule of the multiport match takes. */
  private static final int PORTS = 15;

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private final Namespace namespace;
  private final String server;

  public Firewall(Namespace namespace, int port) {
    this.namespace = namespace;
    this.server = String.valueOf(port);
  }

  /** From now on: packets of clients that match this come to this end. */
  public void up(String rule) {
    adds("-p tcp --dport " + server + " " + rule);
  }

  /** From now on: packets of the server's that match this come to this end. */
  public void down(String rule) {
    adds("-p tcp --sport " + server + " " + rule);
  }

  /** The same for those of the connections that there are now; later ones pass. */
  public void upOfThePresent(String end) {
    presentClients().forEach(clients -> up("-m multiport --sports " + clients + " " + end));
  }

  public void downOfThePresent(String end) {
    presentClients().forEach(clients -> down("-m multiport --dports " + clients + " " + end));
  }

  private void adds(String rule) {
    List<String> words = new ArrayList<>(List.of("-w", "-A", "INPUT"));
    words.addAll(List.of(BLANKS.split(rule, -1)));
    namespace.runs("iptables", words.toArray(String[]::new));
  }

  private List<String> presentClients() {
    String sockets =
        namespace.runs("ss", "-Htn", "state", "established", "( dport = :" + server + " )");
    List<String> ports =
        sockets
            .lines()
            .map(socket -> column(socket, 2))
            .map(local -> local.substring(local.lastIndexOf(':') + 1))
            .toList();
    List<String> lists = new ArrayList<>();
    for (int i = 0; i < ports.size(); i += PORTS) {
      lists.add(String.join(",", ports.subList(i, Math.min(ports.size(), i + PORTS))));
    }
    return lists;
  }

  private static String column(String line, int number) {
    return BLANKS.split(line.trim(), -1)[number];
  }

  /** How many packets the rules have met. */
  public long met() {
    return namespace
        .runs("iptables", "-w", "-L", "INPUT", "-v", "-x", "-n")
        .lines()
        .skip(2)
        .collect(Collectors.summingLong(rule -> Long.parseLong(column(rule, 0))));
  }

  /** All passes again. Returns how many packets the rules had met. */
  public long heals() {
    long met = met();
    namespace.runs("iptables", "-w", "-F", "INPUT");
    return met;
  }
}
