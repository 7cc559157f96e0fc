// usage: node screen.js PORT
// Screens a person, then asks for a method that is not there, and prints what it was told.

const net = require("net");
const Session = require("msgpack5rpc");

const person = { age: 30, fever: false, walking: "normal", surgery: "none" };
const socket = net.connect(Number(process.argv[2]), "127.0.0.1");
const session = new Session([]);

session.attach(socket, socket);
session.request("screen", [{ protocol: "knee", facts: person }], (error, decision) => {
  console.log(JSON.stringify({ error, outcome: decision.outcome, complete: decision.complete }));
  session.request("screem", [{}], (refusal) => {
    console.log(JSON.stringify(refusal));
    socket.end();
  });
});
