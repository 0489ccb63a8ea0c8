// Starts a payment as a program in any language does: by the plain contract, with nothing of Tuntas but its names.
//
//	pay < request.json
//
// Reads one PaymentRequest, waits for the payment and prints its PaymentOutcome exactly as it was received.
// TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE say where.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"

	enums "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"
)

func main() {
	outcome, err := pay(context.Background(), os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(string(outcome))
}

func pay(ctx context.Context, input io.Reader) (json.RawMessage, error) {
	request, err := io.ReadAll(input)
	if err != nil {
		return nil, err
	}
	var key struct{ Provider, RefID string }
	if err := json.Unmarshal(request, &key); err != nil {
		return nil, err
	}
	temporal, err := client.Dial(client.Options{
		HostPort:  os.Getenv("TEMPORAL_ADDRESS"),
		Namespace: os.Getenv("TEMPORAL_NAMESPACE"),
		Logger:    log.NewStructuredLogger(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))),
	})
	if err != nil {
		return nil, err
	}
	defer temporal.Close()

	// When the payment has ended, ExecuteWorkflow attaches to it: its outcome is the answer to a repeat.
	payment, err := temporal.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID:                       "payment:" + key.Provider + ":" + key.RefID,
		TaskQueue:                "payments",
		WorkflowIDConflictPolicy: enums.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		WorkflowIDReusePolicy:    enums.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
	}, "payment", json.RawMessage(request))
	if err != nil {
		return nil, err
	}
	var outcome json.RawMessage
	err = payment.Get(ctx, &outcome)
	return outcome, err
}
