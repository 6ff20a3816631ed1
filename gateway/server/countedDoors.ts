import type { ExecutionResult } from 'graphql';
import type { AnswerText, Graph, IncrementalAnswer } from '../graph.ts';
import type { Pipeline } from './pipeline.ts';
import type { OperationOutcome, ServerMetrics } from './serverMetrics.ts';

type Count = (outcome: OperationOutcome) => void;

/** The graph as each door has it, so that its operations are counted as that door's. */
export interface CountedDoors {
  readonly http: Graph;
  readonly webSocket: Graph;
  /** For a pipeline that takes HTTP operations past the graph above. */
  pipeline(pipeline: Pipeline): Pipeline;
}

/** Counts each operation once, with what became of it. Without metrics everything is as it is. */
export function countedDoors(graph: Graph, metrics: ServerMetrics | null | undefined): CountedDoors {
  if (!metrics) return { http: graph, webSocket: graph, pipeline: (pipeline) => pipeline };
  const countHttp = metrics.operationsAt('http');
  return {
    http: countedGraph(graph, countHttp),
    webSocket: countedGraph(graph, metrics.operationsAt('websocket')),
    pipeline: (pipeline) => countedPipeline(pipeline, countHttp),
  };
}

function countedGraph(graph: Graph, count: Count): Graph {
  const counted = <Answer extends AnswerText | ExecutionResult | IncrementalAnswer>(
    answering: Promise<Answer>,
  ): Promise<Answer> => {
    answering.then(
      (answer) => count(outcomeOf(answer)),
      () => count('failed'),
    );
    return answering;
  };
  return {
    get schema() {
      return graph.schema;
    },
    prepare(request) {
      const prepared = graph.prepare(request);
      if ('errors' in prepared) count('refused');
      return prepared;
    },
    execute: (operation, context) => counted(graph.execute(operation, context)),
    answer: (operation, context) => counted(graph.answer(operation, context)),
    subscribe(operation, context, subscriber) {
      count('opened');
      return graph.subscribe(operation, context, subscriber);
    },
  };
}

/** An answer in parts counts as its first part. */
function outcomeOf(answer: AnswerText | ExecutionResult | IncrementalAnswer): OperationOutcome {
  const { data, errors } = 'subsequent' in answer ? answer.initial : answer;
  if (errors === undefined || errors.length === 0) return 'answered';
  return data === undefined || data === null || data === 'null' ? 'failed' : 'partial';
}

/** What the graph refused has been counted where it was prepared. */
function countedPipeline(pipeline: Pipeline, count: Count): Pipeline {
  return async (asked) => {
    if ('errors' in asked.prepared) return await pipeline(asked);
    let outcome: OperationOutcome = 'failed';
    try {
      const answer = await pipeline(asked);
      outcome = 'status' in answer ? outcomeOfBody(answer.status, answer.body) : 'answered';
      return answer;
    } finally {
      count(outcome);
    }
  };
}

/** Errors come first in every body, and those that leave no data have a status that says so. */
function outcomeOfBody(status: number, body: Buffer | string): OperationOutcome {
  if (status >= 400) return 'failed';
  return String(body).startsWith('{"errors"') ? 'partial' : 'answered';
}
