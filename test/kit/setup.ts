// type-graphql keeps its metadata by Reflect; every test file that touches a subgraph needs the polyfill first.
import 'reflect-metadata';
