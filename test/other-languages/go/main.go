// Starts a payment as a program in any language does: by the plain contract, with nothing of Tuntas but its names.
//
//	pay [-early] [-calls] < request.json
//
// Reads one PaymentRequest, waits for the payment and prints its PaymentOutcome exactly as it was received. With -early the
// start and the wait are one call to Temporal. With -calls the names of all calls go to stderr.
// TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE say where.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path"

	enums "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"
	"google.golang.org/grpc"
)

func main() {
	early := flag.Bool("early", false, "start and wait in one call")
	calls := flag.Bool("calls", false, "print the calls to Temporal")
	flag.Parse()
	outcome, err := pay(context.Background(), os.Stdin, *early, *calls)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(string(outcome))
}

func pay(ctx context.Context, input io.Reader, early, calls bool) (json.RawMessage, error) {
	request, err := io.ReadAll(input)
	if err != nil {
		return nil, err
	}
	var key struct{ Provider, RefID string }
	if err := json.Unmarshal(request, &key); err != nil {
		return nil, err
	}
	temporal, err := client.Dial(client.Options{
		HostPort:          os.Getenv("TEMPORAL_ADDRESS"),
		Namespace:         os.Getenv("TEMPORAL_NAMESPACE"),
		ConnectionOptions: client.ConnectionOptions{DialOptions: printing(calls)},
		Logger:            log.NewStructuredLogger(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))),
	})
	if err != nil {
		return nil, err
	}
	defer temporal.Close()

	options := client.StartWorkflowOptions{
		ID:                       "payment:" + key.Provider + ":" + key.RefID,
		TaskQueue:                "payments",
		WorkflowIDConflictPolicy: enums.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		WorkflowIDReusePolicy:    enums.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
	}
	var outcome json.RawMessage
	if early {
		update, err := temporal.UpdateWithStartWorkflow(ctx, client.UpdateWithStartWorkflowOptions{
			StartWorkflowOperation: temporal.NewWithStartWorkflowOperation(options, "payment", json.RawMessage(request)),
			UpdateOptions: client.UpdateWorkflowOptions{
				UpdateID:     "outcome",
				UpdateName:   "outcome",
				WaitForStage: client.WorkflowUpdateStageCompleted,
			},
		})
		if err == nil {
			return outcome, update.Get(ctx, &outcome)
		}
		// A payment that has ended takes no update: its outcome is the result.
		var ended *serviceerror.WorkflowExecutionAlreadyStarted
		if !errors.As(err, &ended) {
			return nil, err
		}
	}
	// When the payment has ended, ExecuteWorkflow attaches to it: its outcome is the answer to a repeat.
	payment, err := temporal.ExecuteWorkflow(ctx, options, "payment", json.RawMessage(request))
	if err != nil {
		return nil, err
	}
	err = payment.Get(ctx, &outcome)
	return outcome, err
}

// printing has each call to Temporal named on stderr.
func printing(calls bool) []grpc.DialOption {
	if !calls {
		return nil
	}
	return []grpc.DialOption{grpc.WithChainUnaryInterceptor(func(ctx context.Context, method string, req, reply any,
		connection *grpc.ClientConn, invoke grpc.UnaryInvoker, options ...grpc.CallOption) error {
		fmt.Fprintln(os.Stderr, path.Base(method))
		return invoke(ctx, method, req, reply, connection, options...)
	})}
}
